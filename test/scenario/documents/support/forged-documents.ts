import type { LedgerRecord, NewRecord } from '@argosy/domain/shared/document';
import { aTitle } from '../../../../chaincode/domain/test-support/bills.js';
import { aDeclaration } from '../../../../chaincode/domain/test-support/border.js';
import { aCredit } from '../../../../chaincode/domain/test-support/credits.js';
import type { ChannelName } from './clients.js';

/** A document that organisations forge as the first of its life. */
export interface ForgedDocument {
  readonly what: string;
  readonly channel: ChannelName;
  /** Those of the channel whose peers endorse. */
  readonly endorsers: readonly string[];
  /** Those whom the document binds. */
  readonly bound: readonly string[];
  readonly make: (reference: string) => NewRecord;
  /** How the contracts are asked for it. */
  readonly read: (reference: string) => readonly [name: string, ...parts: readonly string[]];
}

const latestTime = '2026-05-20T09:00:00.000Z';
const carrierCode = 'MABL';

export const forgedDocuments: readonly ForgedDocument[] = [
  {
    what: 'credit',
    channel: 'trade',
    endorsers: ['ImportBankMSP', 'ExportBankMSP', 'CarrierMSP'],
    bound: ['ExportBankMSP', 'ImportBankMSP'],
    make: (reference) => unguarded(aCredit({ reference, status: 'issued', latestTime })),
    read: (reference) => ['credit:Get', reference],
  },
  {
    what: 'bill',
    channel: 'trade',
    endorsers: ['ImportBankMSP', 'ExportBankMSP', 'CarrierMSP'],
    bound: ['CarrierMSP'],
    make: (reference) => unguarded(aTitle({ carrierCode, reference }).bill),
    read: (reference) => ['bill:Get', carrierCode, reference],
  },
  {
    what: 'clearance',
    channel: 'border',
    endorsers: ['CustomsMSP', 'CarrierMSP'],
    bound: ['CustomsMSP'],
    make: (reference) => unguarded(aDeclaration({ reference, status: 'cleared', latestTime })),
    read: (reference) => ['declaration:Get', reference],
  },
];

/** Every choice among them, none included. */
export function subsets(all: readonly string[]): readonly (readonly string[])[] {
  return all.reduce<readonly (readonly string[])[]>(
    (chosen, one) => [...chosen, ...chosen.map((some) => [...some, one])],
    [[]],
  );
}

/** A record as its maker drafts it: first version, neither guarded nor sealed. */
export function unguarded(record: LedgerRecord): NewRecord {
  const { guards: _guards, seal: _seal, ...draft } = record;
  return { ...draft, version: 1 };
}
