/** fabric-protos `peer/chaincode_shim.proto`, `ledger/queryresult/kv_query_result.proto`: the stream between peer and chaincode. */
import { Timestamp } from './common.js';
import { ChaincodeEvent, SignedProposal } from './proposal.js';
import {
  bool,
  bytes,
  bytesList,
  int32,
  message,
  string,
  stringList,
  sub,
  subs,
  uint32,
} from '../wire/schema.js';

/** `ChaincodeMessage.Type`. */
export const messageType = {
  REGISTER: 1,
  REGISTERED: 2,
  INIT: 3,
  READY: 4,
  TRANSACTION: 5,
  COMPLETED: 6,
  ERROR: 7,
  GET_STATE: 8,
  PUT_STATE: 9,
  DEL_STATE: 10,
  INVOKE_CHAINCODE: 11,
  RESPONSE: 13,
  GET_STATE_BY_RANGE: 14,
  GET_QUERY_RESULT: 15,
  QUERY_STATE_NEXT: 16,
  QUERY_STATE_CLOSE: 17,
  KEEPALIVE: 18,
  GET_HISTORY_FOR_KEY: 19,
  GET_STATE_METADATA: 20,
  PUT_STATE_METADATA: 21,
  GET_PRIVATE_DATA_HASH: 22,
  PURGE_PRIVATE_DATA: 23,
  WRITE_BATCH_STATE: 24,
  GET_STATE_MULTIPLE: 25,
} as const;

export const ChaincodeMessage = message('protos.ChaincodeMessage', {
  type: int32(1),
  timestamp: sub(2, () => Timestamp),
  payload: bytes(3),
  txid: string(4),
  proposal: sub(5, () => SignedProposal),
  chaincodeEvent: sub(6, () => ChaincodeEvent),
  channelId: string(7),
});
/** What a peer tells a chaincode with READY: which requests it may bundle. */
export const ChaincodeAdditionalParams = message('protos.ChaincodeAdditionalParams', {
  useWriteBatch: bool(1),
  maxSizeWriteBatch: uint32(2),
  useGetMultipleKeys: bool(3),
  maxSizeGetMultipleKeys: uint32(4),
});
export const GetState = message('protos.GetState', { key: string(1), collection: string(2) });
export const PutState = message('protos.PutState', {
  key: string(1),
  value: bytes(2),
  collection: string(3),
});
export const DelState = message('protos.DelState', { key: string(1), collection: string(2) });
export const GetStateByRange = message('protos.GetStateByRange', {
  startKey: string(1),
  endKey: string(2),
  collection: string(3),
  metadata: bytes(4),
});
export const GetQueryResult = message('protos.GetQueryResult', {
  query: string(1),
  collection: string(2),
  metadata: bytes(3),
});
export const QueryMetadata = message('protos.QueryMetadata', {
  pageSize: int32(1),
  bookmark: string(2),
});
export const QueryResponseMetadata = message('protos.QueryResponseMetadata', {
  fetchedRecordsCount: int32(1),
  bookmark: string(2),
});
export const GetHistoryForKey = message('protos.GetHistoryForKey', { key: string(1) });
export const QueryStateNext = message('protos.QueryStateNext', { id: string(1) });
export const QueryStateClose = message('protos.QueryStateClose', { id: string(1) });
export const QueryResultBytes = message('protos.QueryResultBytes', { resultBytes: bytes(1) });
export const QueryResponse = message('protos.QueryResponse', {
  results: subs(1, () => QueryResultBytes),
  hasMore: bool(2),
  id: string(3),
  metadata: bytes(4),
});
export const StateMetadata = message('protos.StateMetadata', {
  metakey: string(1),
  value: bytes(2),
});
export const StateMetadataResult = message('protos.StateMetadataResult', {
  entries: subs(1, () => StateMetadata),
});
export const GetStateMetadata = message('protos.GetStateMetadata', {
  key: string(1),
  collection: string(2),
});
export const PutStateMetadata = message('protos.PutStateMetadata', {
  key: string(1),
  collection: string(3),
  metadata: sub(4, () => StateMetadata),
});
export const GetStateMultiple = message('protos.GetStateMultiple', {
  keys: stringList(1),
  collection: string(2),
});
export const GetStateMultipleResult = message('protos.GetStateMultipleResult', {
  values: bytesList(1),
});
/** `type` is that of the request which the record stands for. */
export const WriteRecord = message('protos.WriteRecord', {
  key: string(1),
  value: bytes(2),
  collection: string(3),
  metadata: sub(4, () => StateMetadata),
  type: int32(5),
});
export const WriteBatchState = message('protos.WriteBatchState', {
  rec: subs(1, () => WriteRecord),
});
export const KV = message('queryresult.KV', {
  namespace: string(1),
  key: string(2),
  value: bytes(3),
});
export const KeyModification = message('queryresult.KeyModification', {
  txId: string(1),
  value: bytes(2),
  timestamp: sub(3, () => Timestamp),
  isDelete: bool(4),
});
