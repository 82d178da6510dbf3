import { documentKind } from '@argosy/domain/documents';
import type { LedgerRecord } from '@argosy/domain/shared/document';
import { validRecord } from '@argosy/domain/shared/record-text';
import { servedDocuments } from '@argosy/gateway/documents/all';
import { originOn, votersOf } from '../../../chaincode/domain/test-support/network.js';
import type { ChannelName } from './organisations.js';

// The network has its own of the first two; the others come with records beside them, and so from their makers.
const others: readonly string[] = ['member', 'roster', 'credit', 'bill'];

/** The documents of the interface's examples that are on a channel: one deal. */
export function exampleRecords(channel: ChannelName): readonly LedgerRecord[] {
  return servedDocuments
    .filter((it) => [channel, 'every'].includes(it.channel) && !others.includes(it.kind))
    .map(({ kind, channel: where, example }) => {
      const record = withoutDecimals(example);
      return validRecord(
        documentKind(kind),
        where === 'every' ? decidedOn(channel, record) : record,
      );
    });
}

/** An entry of the register as the voters of a channel have it. */
function decidedOn(channel: ChannelName, record: object): object {
  const voters = votersOf[channel];
  const guards = [...voters].sort();
  if ('origin' in record) return { ...record, guards, origin: { ...originOn(channel), voters } };
  return { ...record, guards, voters };
}

/** Answers say amounts in decimals, too; records do not. */
function withoutDecimals(value: object): object {
  return JSON.parse(
    JSON.stringify(value, (name, it: unknown) => (name === 'decimal' ? undefined : it)),
  );
}
