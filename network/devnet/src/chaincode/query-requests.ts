import {
  GetHistoryForKey,
  GetQueryResult,
  GetStateByRange,
  KeyModification,
  KV,
  QueryMetadata,
  QueryResponse,
  QueryStateClose,
  QueryStateNext,
} from '@argosy/protocol/messages/shim';
import { decode, encode } from '@argosy/protocol/wire';
import { collectionOf } from './collection-of.js';
import type { Invocation } from './invocation.js';
import type { ResultSource } from './query-results.js';
import { rangePage } from './range-page.js';

/** A query of a collection is not paginated, whatever it asks. */
export function getStateByRange(invocation: Invocation, payload: Uint8Array): Promise<Uint8Array> {
  const { startKey, endKey, collection, metadata } = decode(GetStateByRange, payload);
  const { namespace, simulation } = invocation.scope;
  const query = decode(QueryMetadata, metadata);
  const where = collectionOf(invocation, collection, 'read');
  const toKv = ([key, { value }]: readonly [string, { readonly value: Uint8Array }]): Uint8Array =>
    encode(KV, { namespace, key, value });
  if (where !== undefined) {
    const entries = simulation.privateRange(where, { startKey, endKey });
    return invocation.openQuery(sourceOf(entries, toKv), query.pageSize);
  }
  if (isPaginated(query)) return rangePage(invocation, { startKey, endKey }, query);
  const range = simulation.simulator.range(namespace, startKey, endKey);
  return invocation.openQuery(async () => {
    const next = await range.next();
    return next && toKv(next);
  });
}

export function getQueryResult(invocation: Invocation, payload: Uint8Array): Uint8Array {
  const { collection, metadata } = decode(GetQueryResult, payload);
  const paginated = isPaginated(decode(QueryMetadata, metadata));
  const { simulation } = invocation.scope;
  const where = collectionOf(invocation, collection, 'read');
  if (where !== undefined) simulation.beginPrivateQuery(where);
  else if (paginated) simulation.beginPages();
  const operation = where === undefined && paginated ? 'ExecuteQueryWithMetadata' : 'ExecuteQuery';
  throw new Error(`${operation} not supported for leveldb`);
}

export function queryStateNext(invocation: Invocation, payload: Uint8Array): Promise<Uint8Array> {
  return invocation.nextBatch(decode(QueryStateNext, payload).id);
}

export function queryStateClose(invocation: Invocation, payload: Uint8Array): Uint8Array {
  const { id } = decode(QueryStateClose, payload);
  invocation.closeQuery(id);
  return encode(QueryResponse, { hasMore: false, id });
}

export function getHistoryForKey(invocation: Invocation, payload: Uint8Array): Promise<Uint8Array> {
  const { key } = decode(GetHistoryForKey, payload);
  const { namespace, history } = invocation.scope;
  return invocation.openQuery(
    sourceOf(history(namespace, key), (change) => encode(KeyModification, change)),
  );
}

function sourceOf<T>(results: AsyncIterable<T>, toBytes: (result: T) => Uint8Array): ResultSource {
  const iterator = results[Symbol.asyncIterator]();
  return async () => {
    const next = await iterator.next();
    return next.done === true ? undefined : toBytes(next.value);
  };
}

/** A query is paginated when it asks for a size or begins at a bookmark. */
const isPaginated = ({ pageSize, bookmark }: { pageSize: number; bookmark: string }): boolean =>
  pageSize !== 0 || bookmark !== '';
