/** fabric-protos `gateway/gateway.proto`; `google/rpc/status.proto` for the details of a failed call. */
import { Envelope } from './common.js';
import { SeekPosition } from './deliver.js';
import { ChaincodeEvent, Response, SignedProposal } from './proposal.js';
import { bytes, int32, message, string, stringList, sub, subs, uint64 } from '../wire/schema.js';

export const EndorseRequest = message('gateway.EndorseRequest', {
  transactionId: string(1),
  channelId: string(2),
  proposedTransaction: sub(3, () => SignedProposal),
  endorsingOrganizations: stringList(4),
});
export const EndorseResponse = message('gateway.EndorseResponse', {
  preparedTransaction: sub(1, () => Envelope),
});
export const EvaluateRequest = message('gateway.EvaluateRequest', {
  transactionId: string(1),
  channelId: string(2),
  proposedTransaction: sub(3, () => SignedProposal),
  targetOrganizations: stringList(4),
});
export const EvaluateResponse = message('gateway.EvaluateResponse', {
  result: sub(1, () => Response),
});
export const SubmitRequest = message('gateway.SubmitRequest', {
  transactionId: string(1),
  channelId: string(2),
  preparedTransaction: sub(3, () => Envelope),
});
export const SubmitResponse = message('gateway.SubmitResponse', {});
/** `SignedCommitStatusRequest` and `SignedChaincodeEventsRequest` have the same shape. */
export const SignedRequest = message('gateway.SignedRequest', {
  request: bytes(1),
  signature: bytes(2),
});
export const CommitStatusRequest = message('gateway.CommitStatusRequest', {
  transactionId: string(1),
  channelId: string(2),
  identity: bytes(3),
});
export const CommitStatusResponse = message('gateway.CommitStatusResponse', {
  result: int32(1),
  blockNumber: uint64(2),
});
export const ChaincodeEventsRequest = message('gateway.ChaincodeEventsRequest', {
  channelId: string(1),
  chaincodeId: string(2),
  identity: bytes(3),
  startPosition: sub(4, () => SeekPosition),
  afterTransactionId: string(5),
});
export const ChaincodeEventsResponse = message('gateway.ChaincodeEventsResponse', {
  events: subs(1, () => ChaincodeEvent),
  blockNumber: uint64(2),
});

export const ErrorDetail = message('gateway.ErrorDetail', {
  address: string(1),
  mspId: string(2),
  message: string(3),
});
export const Any = message('google.protobuf.Any', { typeUrl: string(1), value: bytes(2) });
export const RpcStatus = message('google.rpc.Status', {
  code: int32(1),
  message: string(2),
  details: subs(3, () => Any),
});
