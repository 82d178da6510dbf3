import {
  anApplication,
  aPresentation,
  members,
  paymentReference,
  reference,
} from '../../domain/test-support/credits.js';
import type { Signer } from './identities.js';
import { staff } from './identities.js';
import type { Proposal } from './memory-ledger.js';

export interface People {
  readonly ines: Signer;
  readonly henrik: Signer;
  readonly mei: Signer;
  readonly omar: Signer;
}

export async function people(): Promise<People> {
  return {
    ines: await staff(members.applicant, 'trader'),
    henrik: await staff(members.issuingBank, 'tradeOfficer'),
    mei: await staff(members.advisingBank, 'tradeOfficer'),
    omar: await staff(members.beneficiary, 'trader'),
  };
}

/** A request id from a small number. */
export function requestId(number: number): string {
  return number.toString(16).padStart(64, '0');
}

/** The proposals of a deal from application to settlement, in their order. */
export function deal({ ines, henrik, mei, omar }: People): readonly Proposal[] {
  const steps = [
    [ines, 'credit:Apply', anApplication()],
    [henrik, 'credit:Issue', { reference }],
    [mei, 'credit:Advise', { reference }],
    [omar, 'credit:Present', aPresentation()],
    [henrik, 'credit:Honour', { reference }],
    [henrik, 'credit:Settle', { reference, paymentReference }],
  ] as const;
  return steps.map(([by, name, command], index) => ({
    by,
    args: [name, JSON.stringify(command), requestId(index)],
  }));
}
