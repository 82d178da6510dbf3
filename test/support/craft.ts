import { randomBytes } from 'node:crypto';
import {
  ChannelHeader,
  Envelope,
  Payload,
  SignatureHeader,
  headerType,
} from '@argosy/protocol/messages/common';
import {
  ChaincodeAction,
  ChaincodeActionPayload,
  ChaincodeEvent,
  ChaincodeHeaderExtension,
  ChaincodeInvocationSpec,
  ChaincodeProposalPayload,
  ProposalResponsePayload,
  Transaction,
} from '@argosy/protocol/messages/proposal';
import { proposalHash, transactionId } from '@argosy/protocol/proposal';
import type { Signer } from '@argosy/protocol/signer';
import { encode } from '@argosy/protocol/wire';

/** The parts of a transaction as bytes, from the inside out. Each can be changed before it is hashed, endorsed or signed. */
export type CraftedPart =
  | 'results'
  | 'action'
  | 'response'
  | 'endorsement'
  | 'actionPayload'
  | 'transaction'
  | 'channelHeader'
  | 'payload'
  | 'signature'
  | 'envelope';

/** What a transaction says, layer by layer. What is left out is as an honest client and honest endorsers write it. */
export interface Crafted {
  readonly channelId: string;
  readonly chaincode: string;
  readonly creator: Signer;
  readonly endorsers: readonly Signer[];
  /** Bytes of `TxReadWriteSet`. */
  readonly results: Uint8Array;
  readonly nonce?: Uint8Array;
  readonly type?: number;
  readonly epoch?: bigint;
  readonly txId?: string;
  /** Bytes of `ChaincodeHeaderExtension`. */
  readonly extension?: Uint8Array;
  /** Who the action's own header says created the proposal. */
  readonly proposer?: Signer;
  /** Left in the transaction, where it must not be. */
  readonly transient?: Readonly<Record<string, string>>;
  /** Name and version of the chaincode that ran; null names none. */
  readonly ran?: { readonly name: string; readonly version: string } | null;
  readonly event?: { readonly chaincodeId: string; readonly eventName: string };
  /** How many times the action stands in the transaction. */
  readonly actions?: number;
  readonly alter?: (part: CraftedPart, bytes: Buffer) => Buffer;
}

/** The bytes of a signed envelope around an endorser transaction. */
export function craft(crafted: Crafted): Buffer {
  const { creator, alter = (_, bytes) => bytes } = crafted;
  const nonce = crafted.nonce ?? randomBytes(24);
  const channelHeader = alter('channelHeader', channelHeaderOf(crafted, nonce));
  const signatureHeader = encode(SignatureHeader, { creator: creator.creator, nonce });
  const actionHeader = encode(SignatureHeader, {
    creator: (crafted.proposer ?? creator).creator,
    nonce,
  });
  const payload = actionPayloadOf(crafted, channelHeader, actionHeader, alter);
  const action = { header: actionHeader, payload };
  const actions = Array.from({ length: crafted.actions ?? 1 }, () => action);
  const data = alter('transaction', encode(Transaction, { actions }));
  return signedEnvelope({ channelHeader, signatureHeader, data }, creator, alter);
}

/** Put a payload together, sign it and wrap it. */
export function signedEnvelope(
  parts: {
    readonly channelHeader: Uint8Array;
    readonly signatureHeader: Uint8Array;
    readonly data: Uint8Array;
  },
  signer: Signer,
  alter: (part: CraftedPart, bytes: Buffer) => Buffer = (_, bytes) => bytes,
): Buffer {
  const { data, ...header } = parts;
  const payload = alter('payload', encode(Payload, { header, data }));
  const signature = alter('signature', signer.sign(payload));
  return alter('envelope', encode(Envelope, { payload, signature }));
}

function channelHeaderOf(crafted: Crafted, nonce: Uint8Array): Buffer {
  const { channelId, chaincode, creator, type, epoch, txId, extension } = crafted;
  return encode(ChannelHeader, {
    type: type ?? headerType.endorserTransaction,
    timestamp: { seconds: 1_780_000_100n, nanos: 0 },
    channelId,
    txId: txId ?? transactionId(nonce, creator.creator),
    epoch: epoch ?? 0n,
    extension: extension ?? encode(ChaincodeHeaderExtension, { chaincodeId: { name: chaincode } }),
  });
}

const NODE = 3;

function actionPayloadOf(
  crafted: Crafted,
  channelHeader: Uint8Array,
  actionHeader: Uint8Array,
  alter: (part: CraftedPart, bytes: Buffer) => Buffer,
): Buffer {
  const { chaincode, transient = {} } = crafted;
  const chaincodeSpec = { type: NODE, chaincodeId: { name: chaincode }, input: { args: [] } };
  const input = encode(ChaincodeInvocationSpec, { chaincodeSpec });
  const seen = encode(ChaincodeProposalPayload, { input });
  const transientMap = Object.entries(transient).map(([key, value]) => ({
    key,
    value: Buffer.from(value),
  }));
  const response = encode(ProposalResponsePayload, {
    proposalHash: proposalHash(channelHeader, actionHeader, seen),
    extension: alter('action', actionOf(crafted, alter('results', Buffer.from(crafted.results)))),
  });
  const proposalResponsePayload = alter('response', response);
  const endorsements = crafted.endorsers.map(({ creator: endorser, sign }) => ({
    endorser,
    signature: alter('endorsement', sign(Buffer.concat([proposalResponsePayload, endorser]))),
  }));
  return alter(
    'actionPayload',
    encode(ChaincodeActionPayload, {
      chaincodeProposalPayload: encode(ChaincodeProposalPayload, { input, transientMap }),
      action: { proposalResponsePayload, endorsements },
    }),
  );
}

function actionOf({ chaincode, ran, event }: Crafted, results: Uint8Array): Buffer {
  return encode(ChaincodeAction, {
    results,
    response: { status: 200 },
    events: event === undefined ? undefined : encode(ChaincodeEvent, event),
    chaincodeId: ran === null ? undefined : (ran ?? { name: chaincode, version: '1' }),
  });
}
