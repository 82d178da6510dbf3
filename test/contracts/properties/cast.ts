import type { NamedParty } from '@argosy/domain/credit/parties';
import type { StaffRole } from '@argosy/domain/shared/staff-roles';
import { staffRoles } from '@argosy/domain/shared/staff-roles';
import { staff } from '../../../chaincode/contracts/test-support/identities.js';
import type { Signer } from '../../../chaincode/contracts/test-support/identities.js';
import type { Person } from './sequence.js';

export type Channel = 'trade' | 'border';

/** The staff of each member that does its part. */
export const staffOf: Readonly<Record<string, StaffRole>> = {
  ImporterMSP: 'trader',
  ImportBankMSP: 'tradeOfficer',
  ExportBankMSP: 'tradeSupervisor',
  ExporterMSP: 'trader',
  CarrierMSP: 'carrierOfficer',
  ExportControlMSP: 'licensingOfficer',
  DepartingPortMSP: 'portOfficer',
  ArrivalPortMSP: 'portOfficer',
  CustomsMSP: 'customsOfficer',
  AuditorMSP: 'auditor',
};

export const everyStaffRole: readonly StaffRole[] = staffRoles;

/** Whose peer endorses for each member, by hand: its own, or its sponsor's on that channel. */
export const guardsOn: Readonly<Record<Channel, Readonly<Record<string, string>>>> = {
  trade: {
    ImporterMSP: 'ImportBankMSP',
    ImportBankMSP: 'ImportBankMSP',
    ExportBankMSP: 'ExportBankMSP',
    ExporterMSP: 'ExportBankMSP',
    CarrierMSP: 'CarrierMSP',
    AuditorMSP: 'AuditorMSP',
  },
  border: {
    ImporterMSP: 'CustomsMSP',
    ExporterMSP: 'CustomsMSP',
    ExportControlMSP: 'CustomsMSP',
    DepartingPortMSP: 'CarrierMSP',
    ArrivalPortMSP: 'CustomsMSP',
    CustomsMSP: 'CustomsMSP',
    CarrierMSP: 'CarrierMSP',
    AuditorMSP: 'AuditorMSP',
  },
};

/** Who decides on the register of each channel, by hand; two have to agree. */
export const votersOn: Readonly<Record<Channel, readonly string[]>> = {
  trade: ['CarrierMSP', 'ExportBankMSP', 'ImportBankMSP'],
  border: ['CarrierMSP', 'CustomsMSP'],
};

export const named = {
  importer: { msp: 'ImporterMSP', name: 'Lusitania Imports' },
  importBank: { msp: 'ImportBankMSP', name: 'Banco do Tejo' },
  exportBank: { msp: 'ExportBankMSP', name: 'Pearl River Bank' },
  exporter: { msp: 'ExporterMSP', name: '珠江出口' },
  carrier: { msp: 'CarrierMSP', name: 'Mar Aberto Lines' },
  authority: { msp: 'ExportControlMSP', name: 'Export Control Office' },
  departingPort: { msp: 'DepartingPortMSP', name: 'Port of Nansha' },
  arrivalPort: { msp: 'ArrivalPortMSP', name: 'Port of Lisbon' },
  customs: { msp: 'CustomsMSP', name: 'Customs of Lisbon' },
  auditor: { msp: 'AuditorMSP', name: 'Osei Audit' },
} as const satisfies Record<string, NamedParty>;

/** A member's usual staff. */
export function personOf(msp: string): Person {
  return { msp, role: staffOf[msp] ?? 'auditor' };
}

const signers = new Map<string, Promise<Signer>>();

/** The identity with which a person signs: made once. */
export function signerOf({ msp, role }: Person): Promise<Signer> {
  const known = signers.get(`${msp} ${role}`) ?? staff(msp, role);
  signers.set(`${msp} ${role}`, known);
  return known;
}
