/** fabric-protos `peer/proposal.proto`, `peer/chaincode.proto`, `peer/proposal_response.proto`, `peer/transaction.proto`. */
import { Timestamp } from './common.js';
import { SignaturePolicyEnvelope } from './policies.js';
import {
  BytesEntry,
  bool,
  bytes,
  bytesList,
  int32,
  message,
  string,
  stringList,
  sub,
  subs,
} from '../wire/schema.js';

export const SignedProposal = message('protos.SignedProposal', {
  proposalBytes: bytes(1),
  signature: bytes(2),
});
export const Proposal = message('protos.Proposal', {
  header: bytes(1),
  payload: bytes(2),
  extension: bytes(3),
});
export const ChaincodeID = message('protos.ChaincodeID', {
  path: string(1),
  name: string(2),
  version: string(3),
});
export const ChaincodeHeaderExtension = message('protos.ChaincodeHeaderExtension', {
  chaincodeId: sub(2, () => ChaincodeID),
});
export const ChaincodeProposalPayload = message('protos.ChaincodeProposalPayload', {
  input: bytes(1),
  transientMap: subs(2, () => BytesEntry),
});
export const ChaincodeInput = message('protos.ChaincodeInput', {
  args: bytesList(1),
  decorations: subs(2, () => BytesEntry),
  isInit: bool(3),
});
export const ChaincodeSpec = message('protos.ChaincodeSpec', {
  type: int32(1),
  chaincodeId: sub(2, () => ChaincodeID),
  input: sub(3, () => ChaincodeInput),
  timeout: int32(4),
});
export const ChaincodeInvocationSpec = message('protos.ChaincodeInvocationSpec', {
  chaincodeSpec: sub(1, () => ChaincodeSpec),
});

export const Response = message('protos.Response', {
  status: int32(1),
  message: string(2),
  payload: bytes(3),
});
export const Endorsement = message('protos.Endorsement', {
  endorser: bytes(1),
  signature: bytes(2),
});
export const ChaincodeCall = message('protos.ChaincodeCall', {
  name: string(1),
  collectionNames: stringList(2),
  noPrivateReads: bool(3),
  noPublicWrites: bool(4),
  keyPolicies: subs(5, () => SignaturePolicyEnvelope),
  disregardNamespacePolicy: bool(6),
});
export const ChaincodeInterest = message('protos.ChaincodeInterest', {
  chaincodes: subs(1, () => ChaincodeCall),
});
export const ProposalResponse = message('protos.ProposalResponse', {
  version: int32(1),
  timestamp: sub(2, () => Timestamp),
  response: sub(4, () => Response),
  payload: bytes(5),
  endorsement: sub(6, () => Endorsement),
  interest: sub(7, () => ChaincodeInterest),
});
export const ProposalResponsePayload = message('protos.ProposalResponsePayload', {
  proposalHash: bytes(1),
  extension: bytes(2),
});
export const ChaincodeAction = message('protos.ChaincodeAction', {
  results: bytes(1),
  events: bytes(2),
  response: sub(3, () => Response),
  chaincodeId: sub(4, () => ChaincodeID),
});
export const ChaincodeEvent = message('protos.ChaincodeEvent', {
  chaincodeId: string(1),
  txId: string(2),
  eventName: string(3),
  payload: bytes(4),
});

export const ChaincodeEndorsedAction = message('protos.ChaincodeEndorsedAction', {
  proposalResponsePayload: bytes(1),
  endorsements: subs(2, () => Endorsement),
});
export const ChaincodeActionPayload = message('protos.ChaincodeActionPayload', {
  chaincodeProposalPayload: bytes(1),
  action: sub(2, () => ChaincodeEndorsedAction),
});
export const TransactionAction = message('protos.TransactionAction', {
  header: bytes(1),
  payload: bytes(2),
});
export const Transaction = message('protos.Transaction', {
  actions: subs(1, () => TransactionAction),
});
export const ProcessedTransaction = message('protos.ProcessedTransaction', {
  transactionEnvelope: bytes(1),
  validationCode: int32(2),
});
