import type { Envelope } from './messages/common.js';
import { ChannelHeader, Header, Payload, SignatureHeader, headerType } from './messages/common.js';
import {
  ChaincodeActionPayload,
  ChaincodeHeaderExtension,
  ChaincodeInvocationSpec,
  ChaincodeProposalPayload,
  Proposal,
  Transaction,
} from './messages/proposal.js';
import type { ChaincodeInput, Endorsement, SignedProposal } from './messages/proposal.js';
import { sha256, sha256Hex } from './crypto.js';
import type { Signer } from './signer.js';
import { decode, encode } from './wire.js';
import type { Decoded, Encodable } from './wire.js';

export type SignedProposalMessage = Decoded<typeof SignedProposal>;

/** A transaction's id: hex SHA-256 of nonce and creator. */
export function transactionId(nonce: Uint8Array, creator: Uint8Array): string {
  return sha256Hex(nonce, creator);
}

/** A proposal with its layers opened; the byte fields are views of what was signed. */
export interface OpenedProposal {
  readonly signed: SignedProposalMessage;
  readonly header: Decoded<typeof Header>;
  readonly channelHeader: Decoded<typeof ChannelHeader>;
  readonly signatureHeader: Decoded<typeof SignatureHeader>;
  /** From the header's extension: the endorser goes by this name. */
  readonly chaincodeName: string;
  /** From the payload: the gateway goes by this name. */
  readonly specName: string;
  readonly input: Decoded<typeof ChaincodeInput>;
  readonly transientMap: readonly { readonly key: string; readonly value: Uint8Array }[];
  /** `ChaincodeProposalPayload` without the transient map: what goes into the transaction and the proposal hash. */
  readonly publicPayload: Uint8Array;
  readonly proposalHash: Uint8Array;
}

/** Open a proposal. Throws with the text of a peer's UnpackProposal. */
export function openProposal(signed: SignedProposalMessage): OpenedProposal {
  const proposal = decode(Proposal, signed.proposalBytes);
  const header = decode(Header, proposal.header);
  const channelHeader = decode(ChannelHeader, header.channelHeader);
  const signatureHeader = decode(SignatureHeader, header.signatureHeader);
  const { chaincodeId } = decode(ChaincodeHeaderExtension, channelHeader.extension);
  if (chaincodeId === undefined) throw new Error('ChaincodeHeaderExtension.ChaincodeId is nil');
  if (chaincodeId.name === '')
    throw new Error('ChaincodeHeaderExtension.ChaincodeId.Name is empty');
  const payload = decode(ChaincodeProposalPayload, proposal.payload);
  const { chaincodeSpec } = decode(ChaincodeInvocationSpec, payload.input);
  if (chaincodeSpec === undefined) {
    throw new Error('chaincode invocation spec did not contain chaincode spec');
  }
  if (chaincodeSpec.input === undefined)
    throw new Error('chaincode input did not contain any input');
  const publicPayload = encode(ChaincodeProposalPayload, { input: payload.input });
  return {
    signed,
    header,
    channelHeader,
    signatureHeader,
    chaincodeName: chaincodeId.name,
    specName: chaincodeSpec.chaincodeId?.name ?? '',
    input: chaincodeSpec.input,
    transientMap: payload.transientMap,
    publicPayload,
    proposalHash: proposalHash(header.channelHeader, header.signatureHeader, publicPayload),
  };
}

/** SHA-256 over the raw headers and the payload without its transient map. */
export function proposalHash(
  channelHeader: Uint8Array,
  signatureHeader: Uint8Array,
  publicPayload: Uint8Array,
): Buffer {
  return sha256(channelHeader, signatureHeader, publicPayload);
}

/** What a client wants done; time and nonce come from outside. */
export interface ProposalRequest {
  readonly channelId: string;
  readonly chaincodeName: string;
  readonly args: readonly Uint8Array[];
  /** The call initialises the chaincode. */
  readonly isInit?: boolean;
  readonly transient?: Readonly<Record<string, Uint8Array>>;
  readonly time: { readonly seconds: bigint; readonly nanos: number };
  readonly nonce: Uint8Array;
}

const CHAINCODE_TYPE_NODE = 3;

/** Build and sign a proposal. */
export function signProposal(
  request: ProposalRequest,
  signer: Signer,
): { readonly transactionId: string; readonly signed: SignedProposalMessage } {
  const chaincodeId = { name: request.chaincodeName };
  const txId = transactionId(request.nonce, signer.creator);
  const channelHeader = encode(ChannelHeader, {
    type: headerType.endorserTransaction,
    timestamp: request.time,
    channelId: request.channelId,
    txId,
    extension: encode(ChaincodeHeaderExtension, { chaincodeId }),
  });
  const signatureHeader = encode(SignatureHeader, {
    creator: signer.creator,
    nonce: request.nonce,
  });
  const input = { args: request.args, isInit: request.isInit === true };
  const payload = encode(ChaincodeProposalPayload, {
    input: encode(ChaincodeInvocationSpec, {
      chaincodeSpec: { type: CHAINCODE_TYPE_NODE, chaincodeId, input },
    }),
    transientMap: Object.entries(request.transient ?? {}).map(([key, value]) => ({ key, value })),
  });
  const proposalBytes = encode(Proposal, {
    header: encode(Header, { channelHeader, signatureHeader }),
    payload,
  });
  return { transactionId: txId, signed: { proposalBytes, signature: signer.sign(proposalBytes) } };
}

/** The payload of the envelope that a client signs: the proposal's headers, byte for byte, and what was endorsed. */
export function assembleTransaction(
  proposal: OpenedProposal,
  proposalResponsePayload: Uint8Array,
  endorsements: readonly Encodable<Decoded<typeof Endorsement>>[],
): Buffer {
  const actionPayload = encode(ChaincodeActionPayload, {
    chaincodeProposalPayload: proposal.publicPayload,
    action: { proposalResponsePayload, endorsements },
  });
  const action = { header: proposal.header.signatureHeader, payload: actionPayload };
  const data = encode(Transaction, { actions: [action] });
  return encode(Payload, { header: proposal.header, data });
}

/** An envelope, signed. */
export function signEnvelope(payload: Uint8Array, signer: Signer): Decoded<typeof Envelope> {
  return { payload, signature: signer.sign(payload) };
}
