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
import type { Invocation } from './invocation.js';
import { rangePage } from './range-page.js';
import { refuseCollection } from './state-requests.js';

export function getStateByRange(invocation: Invocation, payload: Uint8Array): Promise<Uint8Array> {
  const { startKey, endKey, collection, metadata } = decode(GetStateByRange, payload);
  const { namespace, simulator } = invocation.scope;
  refuseCollection(invocation.scope, collection);
  const page = pageOf(metadata);
  if (page !== undefined) return rangePage(invocation, { startKey, endKey }, page);
  const range = simulator.range(namespace, startKey, endKey);
  return invocation.openQuery(async () => {
    const next = await range.next();
    if (next === undefined) return undefined;
    const [key, { value }] = next;
    return encode(KV, { namespace, key, value });
  });
}

export function getQueryResult({ scope }: Invocation, payload: Uint8Array): Uint8Array {
  const { collection, metadata } = decode(GetQueryResult, payload);
  refuseCollection(scope, collection);
  const operation = pageOf(metadata) ? 'ExecuteQueryWithMetadata' : 'ExecuteQuery';
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
  const changes = history(namespace, key)[Symbol.asyncIterator]();
  return invocation.openQuery(async () => {
    const next = await changes.next();
    return next.done === true ? undefined : encode(KeyModification, next.value);
  });
}

/** A query is paginated when it asks for a size or begins at a bookmark. */
function pageOf(metadata: Uint8Array): { pageSize: number; bookmark: string } | undefined {
  const { pageSize, bookmark } = decode(QueryMetadata, metadata);
  return pageSize === 0 && bookmark === '' ? undefined : { pageSize, bookmark };
}
