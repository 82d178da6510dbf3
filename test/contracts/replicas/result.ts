import type { Execution } from '../../../chaincode/contracts/test-support/ledger/execution.js';

/**
 * All that a peer's endorsement signs of an execution, and its private part, as text. What was read and written stands in the order
 * of its keys, in which a peer puts it.
 */
export function resultOf(execution: Execution): string {
  const { status, message, payload, events, rangeReads } = execution;
  const sets = ['reads', 'privateReads', 'writes', 'privateWrites', 'metadataWrites'] as const;
  const inKeyOrder = sets.map((name) => execution[name].map((it) => JSON.stringify(plain(it))));
  const lists = inKeyOrder.map((set) => set.toSorted());
  return JSON.stringify({ status, message, payload, events, rangeReads, lists });
}

/** Bytes as hexadecimal digits, whatever their kind. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, it]) => [name, plain(it)]));
}
