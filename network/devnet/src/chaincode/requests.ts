import { messageType } from '@argosy/protocol/messages/shim';
import { WireError } from '@argosy/protocol/wire';
import { unreadable } from '../grpc/unreadable.js';
import type { Invocation } from './invocation.js';
import { invokeChaincode } from './invoke-chaincode.js';
import {
  getHistoryForKey,
  getQueryResult,
  getStateByRange,
  queryStateClose,
  queryStateNext,
} from './query-requests.js';
import {
  getPrivateDataHash,
  getState,
  getStateMetadata,
  getStateMultiple,
} from './state-requests.js';
import {
  deleteState,
  purgePrivateData,
  putState,
  putStateMetadata,
  writeBatchState,
} from './write-requests.js';

/** What is read from the disk takes its time; the rest is answered at once. */
type Answer = Uint8Array | Promise<Uint8Array>;
type Request = (invocation: Invocation, payload: Uint8Array) => Answer;

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
  [messageType.WRITE_BATCH_STATE, writeBatchState],
  [messageType.GET_STATE_MULTIPLE, getStateMultiple],
]);

const typeNames = new Map<number, string>(
  Object.entries(messageType).map(([name, type]) => [type, name]),
);

export const isRequest = (type: number): boolean => requests.has(type);

/** Answer one request. Throws an error with the reason of a refusal. */
export function answerRequest(invocation: Invocation, type: number, payload: Uint8Array): Answer {
  const request = requests.get(type);
  if (request === undefined) throw new Error('unknown request');
  try {
    return request(invocation, payload);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw new Error(`unmarshal failed: ${unreadable(error)}`, { cause: error });
  }
}

/** Why a request is refused that belongs to no transaction under way. */
export const withoutContext = (type: number): string =>
  type === messageType.INVOKE_CHAINCODE ? 'could not get valid transaction' : 'no ledger context';

/** A refusal as every peer words it. */
export const refusalText = (type: number, txId: string, reason: string): string =>
  `${typeNames.get(type) ?? String(type)} failed: transaction ID: ${txId}: ${reason}`;
