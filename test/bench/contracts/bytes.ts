import type { Execution } from '../../../chaincode/contracts/test-support/ledger/execution.js';
import type { Version } from '../../../chaincode/contracts/test-support/ledger/version.js';
import { readWriteSet } from '../../support/read-write-sets.js';
import type { CollectionDraft } from '../../support/read-write-sets.js';

/** How large a transaction is, in bytes. */
export interface Bytes {
  /** The function's name and its arguments. */
  readonly asked: number;
  readonly readWriteSet: number;
  readonly event: number;
  readonly answer: number;
  /** Values that it writes, by the kind of their keys. */
  readonly records: readonly (readonly [kind: string, bytes: number])[];
  readonly reads: number;
  readonly writes: number;
}

/** The sizes of what an execution leaves in a block, without signatures and certificates. */
export function bytesOf(execution: Execution): Bytes {
  const { args, channel, events, payload, reads, privateReads, writes, privateWrites } = execution;
  const set = readWriteSet({ [channel]: draftOf(execution) });
  return {
    asked: sum(args.map((arg) => Buffer.from(arg).length)),
    readWriteSet: set.length,
    event: sum(events.map(([, text]) => Buffer.byteLength(text))),
    answer: Buffer.byteLength(payload),
    records: writes.map(({ key, value }) => [kindOf(key), value?.length ?? 0]),
    reads: reads.length + privateReads.length,
    writes: writes.length + privateWrites.length,
  };
}

function draftOf(execution: Execution) {
  const { reads, writes, metadataWrites, privateReads, privateWrites } = execution;
  const names = new Set([...privateReads, ...privateWrites].map(({ collection }) => collection));
  return {
    reads: reads.map(readOf),
    writes: writes.map(writeOf),
    metadata: metadataWrites.map(
      ({ key, policy }) => [key, { VALIDATION_PARAMETER: policy }] as const,
    ),
    collections: Object.fromEntries(
      [...names].map((name): [string, CollectionDraft] => {
        const within = ({ collection }: { readonly collection: string }) => collection === name;
        const read = privateReads.filter(within).map(readOf);
        return [name, { reads: read, writes: privateWrites.filter(within).map(writeOf) }];
      }),
    ),
  };
}

const readOf = ({
  key,
  version,
}: {
  readonly key: string;
  readonly version: Version | undefined;
}) => [key, version && ([version.block, version.transaction] as const)] as const;

const writeOf = ({ key, value }: { readonly key: string; readonly value: Buffer | undefined }) =>
  [key, value] as const;

/** The first part of a composite key. */
const kindOf = (key: string): string => key.split('\u0000')[1] ?? key;

const sum = (numbers: readonly number[]): number => numbers.reduce((all, it) => all + it, 0);
