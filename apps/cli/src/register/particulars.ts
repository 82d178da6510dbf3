import type { MemberContent } from '@argosy/domain/register/member';

type Particulars = Pick<MemberContent, 'name' | 'lei' | 'bic' | 'businessRoles' | 'place'>;

/** What the register says of the organisations of the sample network. All of it is invented; the forms and check digits are
 *  those of real identifiers. */
export const sampleMembers: Readonly<Record<string, Particulars>> = {
  ImporterMSP: {
    name: 'Importer',
    lei: '999900IMPORTER000022',
    businessRoles: ['importer'],
    place: 'DEHAM',
  },
  ImportBankMSP: {
    name: 'ImportBank',
    lei: '999900IMPORTBANK0011',
    bic: 'ARGIDEHH',
    businessRoles: ['bank'],
    place: 'DEHAM',
  },
  ExportBankMSP: {
    name: 'ExportBank',
    lei: '999900EXPORTBANK0084',
    bic: 'ARGEBRSP',
    businessRoles: ['bank'],
    place: 'BRSAO',
  },
  ExporterMSP: {
    name: 'Exporter',
    lei: '999900EXPORTER000014',
    businessRoles: ['exporter'],
    place: 'BRSSZ',
  },
  ExportControlMSP: {
    name: 'ExportControl',
    lei: '999900EXPCONTROL0059',
    businessRoles: ['exportControl'],
    place: 'BRBSB',
  },
  CarrierMSP: {
    name: 'Carrier',
    lei: '999900CARRIER0000066',
    businessRoles: ['carrier'],
    place: 'DKCPH',
  },
  DepartingPortMSP: {
    name: 'DepartingPort',
    lei: '999900DEPARTPORT0064',
    businessRoles: ['portAuthority'],
    place: 'BRSSZ',
  },
  ArrivalPortMSP: {
    name: 'ArrivalPort',
    lei: '999900ARRIVEPORT0024',
    businessRoles: ['portAuthority'],
    place: 'DEHAM',
  },
  CustomsMSP: {
    name: 'Customs',
    lei: '999900CUSTOMS0000017',
    businessRoles: ['customs'],
    place: 'DEHAM',
  },
  AuditorMSP: {
    name: 'Auditor',
    lei: '999900AUDITOR0000098',
    businessRoles: ['auditor'],
    place: 'GBLON',
  },
};
