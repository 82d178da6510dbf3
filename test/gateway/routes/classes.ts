import type { StaffRole } from '@argosy/domain/shared/staff-roles';
import type { ChannelName, OrganisationName } from './organisations.js';

/** Who may take an act: staff with one of these roles, of these organisations, in the deal that is planted. */
export type Who = readonly [staff: readonly StaffRole[], ...parties: readonly OrganisationName[]];

export interface DocumentClass {
  /** Whose members read all of it; `every` where the address names the channel. */
  readonly channel: ChannelName | 'every';
  /** What the address calls a document by, what a planted one is called, and what none is. */
  readonly name: string;
  readonly known: string;
  readonly unknown: string;
  /** Who may make one. */
  readonly make?: Who;
  /** Where acts are asked for, if not at the document. */
  readonly actName?: readonly [pattern: string, known: string];
  readonly acts?: Readonly<Record<string, Who>>;
}

const trader: readonly StaffRole[] = ['trader'];
const banker: readonly StaffRole[] = ['tradeOfficer', 'tradeSupervisor'];
const holder: readonly StaffRole[] = ['trader', 'tradeOfficer', 'tradeSupervisor'];
const licensing: readonly StaffRole[] = ['licensingOfficer'];
const port: readonly StaffRole[] = ['portOfficer'];
const carrier: readonly StaffRole[] = ['carrierOfficer'];
const customs: readonly StaffRole[] = ['customsOfficer'];
const administrator: readonly StaffRole[] = ['administrator'];

const importer: Who = [trader, 'Importer'];
const exporter: Who = [trader, 'Exporter'];
const importBank: Who = [banker, 'ImportBank'];
const exportBank: Who = [banker, 'ExportBank'];
const possessor: Who = [holder, 'Exporter'];
const shippingLine: Who = [carrier, 'Carrier'];
const anyParty: Who = [holder, 'Importer', 'ImportBank', 'ExportBank', 'Exporter'];
const authority: Who = [licensing, 'ExportControl'];
const departing: Who = [port, 'DepartingPort'];
const arriving: Who = [port, 'ArrivalPort'];
const officer: Who = [customs, 'Customs'];
const voter: Who = [administrator, 'ImportBank', 'ExportBank', 'Carrier'];

const byReference = (known: string) => ({ name: '{reference}', known, unknown: 'NONE-1' });
const byPresentation = { name: '{presentation}', known: 'PR-2027-0001', unknown: 'NONE-1' };

/** Every document, by its address. Written from what members agreed, and from no table of the code. */
export const documents: Readonly<Record<string, DocumentClass>> = {
  '/v1/credits': {
    channel: 'trade',
    ...byReference('LC-2027-0001'),
    make: importer,
    acts: {
      revise: importer,
      withdraw: importer,
      return: importBank,
      decline: importBank,
      issue: importBank,
      advise: exportBank,
      acknowledgeReceipt: exportBank,
      confirm: exportBank,
      declineToConfirm: exportBank,
      close: importBank,
    },
  },
  '/v1/amendments': {
    channel: 'trade',
    name: '{credit}/{number}',
    known: 'LC-2027-0001/1',
    unknown: 'LC-2027-0001/998',
    make: importer,
    acts: {
      decline: importBank,
      issue: importBank,
      advise: exportBank,
      accept: exporter,
      reject: exporter,
    },
  },
  '/v1/bills': {
    channel: 'trade',
    name: '{carrierCode}/{reference}',
    known: 'ARGC/SSZ2703150017',
    unknown: 'ARGC/NONE1',
    make: shippingLine,
    acts: {
      transfer: possessor,
      rejectTransfer: possessor,
      endorse: possessor,
      endorseToOrder: possessor,
      endorseInBlank: possessor,
      surrender: possessor,
      acceptSurrender: shippingLine,
      rejectSurrender: shippingLine,
    },
  },
  '/v1/presentations': {
    channel: 'trade',
    ...byReference('PR-2027-0001'),
    make: exporter,
    acts: { complete: exporter, withdraw: exporter },
  },
  '/v1/examinations': {
    channel: 'trade',
    name: '{presentation}/{bank}',
    known: 'PR-2027-0001/ImportBankMSP',
    unknown: 'PR-2027-0001/CarrierMSP',
    make: importBank,
    actName: ['{presentation}', 'PR-2027-0001'],
    acts: {
      comply: importBank,
      refuse: importBank,
      return: importBank,
      waive: importer,
      preclude: anyParty,
      precludeUnexamined: anyParty,
      honour: importBank,
      accept: importBank,
      settle: importBank,
    },
  },
  '/v1/receipts': { channel: 'trade', ...byPresentation, make: importer },
  '/v1/proceeds': { channel: 'trade', ...byPresentation, make: exportBank },
  '/v1/licences': {
    channel: 'border',
    ...byReference('XL-2027-0007'),
    make: exporter,
    acts: {
      inspect: authority,
      issue: authority,
      refuse: authority,
      drawDown: exporter,
      revoke: authority,
    },
  },
  '/v1/shipments': {
    channel: 'border',
    ...byReference('SH-2027-0011'),
    make: exporter,
    acts: { load: departing, depart: departing, arrive: arriving, discharge: arriving },
  },
  '/v1/declarations': {
    channel: 'border',
    ...byReference('DE-2027-0003'),
    make: importer,
    acts: {
      reject: officer,
      accept: officer,
      hold: officer,
      examine: officer,
      clear: officer,
      refuse: officer,
    },
  },
  '/v1/channels/{channel}/members': {
    channel: 'every',
    name: '{msp}',
    known: 'ImporterMSP',
    unknown: 'NobodyMSP',
  },
  '/v1/channels/{channel}/calendars': {
    channel: 'every',
    name: '{place}/{year}',
    known: 'DEHAM/2027',
    unknown: 'DEHAM/2031',
  },
  '/v1/channels/{channel}/code-lists': {
    channel: 'every',
    name: '{name}',
    known: 'incoterms',
    unknown: 'colours',
  },
  '/v1/channels/{channel}/decisions': {
    channel: 'every',
    ...byReference('DECISION-7'),
    make: voter,
    acts: { approve: voter, reject: voter },
  },
};

/** Who put which terms into a private collection, and whose people read and record there. */
export const collection = {
  name: 'facilityTerms',
  channel: 'trade',
  members: ['Importer', 'ImportBank'],
  record: ['trader', 'tradeOfficer', 'tradeSupervisor', 'licensingOfficer', 'customsOfficer'],
} as const;

/** Answered without asking who is there. */
export const publicRoutes: readonly string[] = ['/livez', '/readyz', '/version'];
