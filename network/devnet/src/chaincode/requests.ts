import {
  DelState,
  GetHistoryForKey,
  GetQueryResult,
  GetState,
  GetStateByRange,
  GetStateMetadata,
  KeyModification,
  KV,
  messageType,
  PutState,
  PutStateMetadata,
  QueryMetadata,
  QueryResponse,
  QueryStateClose,
  QueryStateNext,
  StateMetadataResult,
} from '@argosy/protocol/messages/shim';
import { decode, encode } from '@argosy/protocol/wire';
import type { ExecutionScope, Invocation } from './invocation.js';

type Request = (invocation: Invocation, payload: Uint8Array) => Uint8Array;

const NOTHING = new Uint8Array(0);

/** What a chaincode may ask while it executes, by message type: payload in, payload out; a thrown text is the refusal. */
const requests: ReadonlyMap<number, Request> = new Map<number, Request>([
  [messageType.GET_STATE, getState],
  [messageType.PUT_STATE, putState],
  [messageType.DEL_STATE, deleteState],
  [messageType.GET_STATE_BY_RANGE, getStateByRange],
  [messageType.GET_QUERY_RESULT, getQueryResult],
  [messageType.QUERY_STATE_NEXT, queryStateNext],
  [messageType.QUERY_STATE_CLOSE, queryStateClose],
  [messageType.GET_HISTORY_FOR_KEY, getHistoryForKey],
  [messageType.GET_STATE_METADATA, getStateMetadata],
  [messageType.PUT_STATE_METADATA, putStateMetadata],
  [messageType.GET_PRIVATE_DATA_HASH, getPrivateDataHash],
  [messageType.PURGE_PRIVATE_DATA, purgePrivateData],
  [messageType.INVOKE_CHAINCODE, invokeChaincode],
]);

const typeNames = new Map<number, string>(
  Object.entries(messageType).map(([name, type]) => [type, name]),
);

export const isRequest = (type: number): boolean => requests.has(type);

/** Answer one request. Throws an error with the reason of a refusal. */
export function answerRequest(
  invocation: Invocation,
  type: number,
  payload: Uint8Array,
): Uint8Array {
  const request = requests.get(type);
  if (request === undefined) throw new Error('unknown request');
  return request(invocation, payload);
}

/** A refusal as every peer words it. */
export const refusalText = (type: number, txId: string, reason: string): string =>
  `${typeNames.get(type) ?? String(type)} failed: transaction ID: ${txId}: ${reason}`;

function getState({ scope }: Invocation, payload: Uint8Array): Uint8Array {
  const { key, collection } = decode(GetState, payload);
  refuseCollection(scope, collection);
  return scope.simulator.get(scope.namespace, key);
}

function putState({ scope }: Invocation, payload: Uint8Array): Uint8Array {
  const { key, value, collection } = decode(PutState, payload);
  refuseCollection(scope, collection);
  scope.simulator.put(scope.namespace, key, value);
  return NOTHING;
}

function deleteState({ scope }: Invocation, payload: Uint8Array): Uint8Array {
  const { key, collection } = decode(DelState, payload);
  refuseCollection(scope, collection);
  scope.simulator.delete(scope.namespace, key);
  return NOTHING;
}

function getStateByRange(invocation: Invocation, payload: Uint8Array): Uint8Array {
  const { startKey, endKey, collection, metadata } = decode(GetStateByRange, payload);
  const { namespace, simulator } = invocation.scope;
  refuseCollection(invocation.scope, collection);
  if (isPaginated(metadata)) throw new Error('paginated queries are not supported by this network');
  const range = simulator.range(namespace, startKey, endKey);
  return invocation.openQuery(() => {
    const next = range.next();
    if (next === undefined) return undefined;
    const [key, { value }] = next;
    return encode(KV, { namespace, key, value });
  });
}

function getQueryResult({ scope }: Invocation, payload: Uint8Array): Uint8Array {
  const { collection, metadata } = decode(GetQueryResult, payload);
  refuseCollection(scope, collection);
  const operation = isPaginated(metadata) ? 'ExecuteQueryWithMetadata' : 'ExecuteQuery';
  throw new Error(`${operation} not supported for leveldb`);
}

function queryStateNext(invocation: Invocation, payload: Uint8Array): Uint8Array {
  return invocation.nextBatch(decode(QueryStateNext, payload).id);
}

function queryStateClose(invocation: Invocation, payload: Uint8Array): Uint8Array {
  const { id } = decode(QueryStateClose, payload);
  invocation.closeQuery(id);
  return encode(QueryResponse, { hasMore: false, id });
}

function getHistoryForKey(invocation: Invocation, payload: Uint8Array): Uint8Array {
  const { key } = decode(GetHistoryForKey, payload);
  const { namespace, history } = invocation.scope;
  const changes = history(namespace, key)[Symbol.iterator]();
  return invocation.openQuery(() => {
    const next = changes.next();
    return next.done === true ? undefined : encode(KeyModification, next.value);
  });
}

function getStateMetadata({ scope }: Invocation, payload: Uint8Array): Uint8Array {
  const { key, collection } = decode(GetStateMetadata, payload);
  refuseCollection(scope, collection);
  const entries = scope.simulator
    .getMetadata(scope.namespace, key)
    .map(({ name, value }) => ({ metakey: name, value }));
  return encode(StateMetadataResult, { entries });
}

function putStateMetadata({ scope }: Invocation, payload: Uint8Array): Uint8Array {
  const { key, collection, metadata } = decode(PutStateMetadata, payload);
  refuseCollection(scope, collection);
  const entry = { name: metadata?.metakey ?? '', value: metadata?.value ?? NOTHING };
  scope.simulator.putMetadata(scope.namespace, key, [entry]);
  return NOTHING;
}

function getPrivateDataHash({ scope }: Invocation, payload: Uint8Array): Uint8Array {
  const { collection } = decode(GetState, payload);
  throw new Error(
    `collection [${collection}] not defined in the collection config for chaincode [${scope.namespace}]`,
  );
}

function purgePrivateData({ scope }: Invocation, payload: Uint8Array): Uint8Array {
  const { collection } = decode(DelState, payload);
  if (collection === '') throw new Error('only applicable for private data');
  refuseCollection(scope, collection);
  return NOTHING;
}

function invokeChaincode(): Uint8Array {
  throw new Error(
    'execute failed: calls from chaincode to chaincode are not supported by this network',
  );
}

/** Definitions with collections are refused at commit, so no collection can exist. */
function refuseCollection({ channelId, namespace }: ExecutionScope, collection: string): void {
  if (collection !== '') {
    throw new Error(`collection ${channelId}/${namespace}/${collection} could not be found`);
  }
}

function isPaginated(metadata: Uint8Array): boolean {
  const { pageSize, bookmark } = decode(QueryMetadata, metadata);
  return pageSize !== 0 || bookmark !== '';
}
