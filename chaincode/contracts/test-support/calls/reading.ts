import { billName } from '../../../domain/test-support/bills.js';
import { members, originOn, votersOf } from '../../../domain/test-support/network.js';
import type { Channel } from '../../../domain/test-support/network.js';
import {
  aCalendarRecord,
  aCodeList,
  aDecision,
  rosterOf,
} from '../../../domain/test-support/register.js';
import { kindOf } from '@argosy/domain/documents';
import type { LedgerRecord } from '@argosy/domain/shared/document';
import { staff } from '../identities.js';
import { lifecycles } from '../lifecycles/all.js';
import { emptyLedger, registeredLedger } from '../networks.js';
import { plant } from '../planted.js';
import { heldByBank, recordsOf } from '../titles.js';

interface Reading {
  readonly channel: Channel;
  readonly name: string;
  readonly parts: readonly string[];
  readonly records: readonly LedgerRecord[];
}

/** Documents whose functions that read ask for what the document itself is found by. */
const byTheirParts: readonly Reading[] = lifecycles
  .filter(({ document }) => document !== 'possession' && document !== 'decision')
  .flatMap(({ document, channel, statuses, record, beside }) =>
    statuses.slice(0, 1).flatMap((status) => {
      const found = record(status, '');
      if (found === undefined) return [];
      const records = [...beside('', status), found];
      return [{ channel, name: `${document}:Get`, parts: kindOf(found).parts(found), records }];
    }),
  );

const bill = [billName.carrierCode, billName.reference];
const possessions: readonly Reading[] = ['Get', 'GetChain'].map((name) => ({
  channel: 'trade',
  name: `possession:${name}`,
  parts: bill,
  records: recordsOf(heldByBank()),
}));

const entry = { guards: [...votersOf.consortium].sort(), origin: originOn('consortium') };

const registered: readonly Reading[] = [
  { name: 'GetMember', parts: [members.carrier], records: [] },
  ...[
    { name: 'GetCalendar', record: aCalendarRecord(entry) },
    { name: 'GetCodeList', record: aCodeList(entry) },
    { name: 'GetDecision', record: aDecision() },
  ].map(({ name, record }) => ({ name, parts: kindOf(record).parts(record), records: [record] })),
  { name: 'GetRoster', parts: [], records: [rosterOf('consortium')] },
].map(({ name, ...reading }) => ({ channel: 'consortium', name: `register:${name}`, ...reading }));

/** Every function that only reads documents, on what is there and on what is not. */
export async function readEverything(): Promise<void> {
  const by = await staff(members.auditor, 'auditor');
  for (const { channel, name, parts, records } of [
    ...byTheirParts,
    ...possessions,
    ...registered,
  ]) {
    const ledger = registeredLedger(channel);
    records.forEach((record) => {
      plant(ledger, record);
    });
    await ledger.endorse({ by, args: [name, ...parts] });
    const others = parts.map((part) => part.replace(/.$/, 'X'));
    // The roster is there from the founding on.
    const without = parts.length === 0 ? emptyLedger(channel) : registeredLedger(channel);
    await without.endorse({ by, args: [name, ...others] });
  }
}
