/**
 * A transaction as its parts, put together again after one of them was changed: by everybody who signs it, by its creator alone, or
 * by nobody, so that what was signed before stays as it was.
 */
import { ChannelHeader, Envelope, Header, SignatureHeader } from '@argosy/protocol/messages/common';
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
import { HashedRWSet, KVRWSet, TxReadWriteSet } from '@argosy/protocol/messages/rwset';
import { proposalHash, transactionId } from '@argosy/protocol/proposal';
import type { Signer } from '@argosy/protocol/signer';
import { decode, encode } from '@argosy/protocol/wire';
import type { Decoded, Encodable } from '@argosy/protocol/wire';

type Part<M> = Encodable<Decoded<M>>;

/** The layers of a transaction as bytes; a change of them comes after that of what is in them. */
export type Layer =
  | 'channelHeader'
  | 'extension'
  | 'signatureHeader'
  | 'actionHeader'
  | 'proposal'
  | 'publicSet'
  | 'hashedSet'
  | 'results'
  | 'event'
  | 'action'
  | 'response'
  | 'actionPayload'
  | 'transaction'
  | 'header'
  | 'payload'
  | 'signature'
  | 'envelope';

export interface CollectionParts {
  collectionName: string;
  set: Decoded<typeof HashedRWSet>;
  pvtRwsetHash: Uint8Array;
}

export interface NamespaceParts {
  namespace: string;
  set: Decoded<typeof KVRWSet>;
  collections: CollectionParts[];
}

export interface EndorsementParts {
  signer: Signer;
  /** The bytes of the endorser as they stand in the transaction; only who signs again signs them. */
  endorser: Uint8Array;
  /** Changes the signature last of all. */
  spoil?: (signature: Buffer) => Uint8Array;
}

/** Everything that a transaction says, open to change. */
export interface Parts {
  creator: Signer;
  channelHeader: Part<typeof ChannelHeader>;
  extension: Part<typeof ChaincodeHeaderExtension>;
  signatureHeader: { creator: Uint8Array; nonce: Uint8Array };
  actionHeader: { creator: Uint8Array; nonce: Uint8Array };
  proposal: Part<typeof ChaincodeProposalPayload>;
  namespaces: NamespaceParts[];
  dataModel: number;
  event: Part<typeof ChaincodeEvent> | undefined;
  action: Part<typeof ChaincodeAction>;
  /** Another hash than that of the proposal. */
  proposalHash?: Uint8Array;
  endorsements: EndorsementParts[];
  /** How many times the action stands in the transaction. */
  actions: number;
  rewrite: Partial<Record<Layer, (bytes: Buffer) => Uint8Array>>;
}

/** Who signs what was changed. */
export type Sealing = 'nobody' | 'creator' | 'all';

/** A transaction with the signatures and the hash that it was made with. */
export interface Sealed {
  readonly entry: Buffer;
  readonly proposalHash: Uint8Array;
  readonly endorsements: readonly Uint8Array[];
  readonly signature: Uint8Array;
}

/** The parts of a transaction of a chaincode with these results. */
export function partsOf(given: {
  readonly channelId: string;
  readonly chaincode: string;
  readonly creator: Signer;
  readonly endorsers: readonly Signer[];
  /** Bytes of `TxReadWriteSet`. */
  readonly results: Uint8Array;
  readonly nonce: Uint8Array;
}): Parts {
  const { channelId, chaincode, creator, endorsers, nonce } = given;
  const name = { name: chaincode };
  const input = encode(ChaincodeInvocationSpec, {
    chaincodeSpec: { type: 3, chaincodeId: name, input: { args: [Buffer.from('run')] } },
  });
  return {
    creator,
    channelHeader: {
      type: 3,
      timestamp: { seconds: 1_780_000_100n, nanos: 0 },
      channelId,
      txId: transactionId(nonce, creator.creator),
    },
    extension: { chaincodeId: { ...name } },
    signatureHeader: { creator: creator.creator, nonce },
    actionHeader: { creator: creator.creator, nonce },
    proposal: { input },
    namespaces: decode(TxReadWriteSet, given.results).nsRwset.map((part) => ({
      namespace: part.namespace,
      set: decode(KVRWSet, part.rwset),
      collections: part.collectionHashedRwset.map(
        ({ collectionName, hashedRwset, pvtRwsetHash }) => ({
          collectionName,
          set: decode(HashedRWSet, hashedRwset),
          pvtRwsetHash,
        }),
      ),
    })),
    dataModel: 0,
    event: undefined,
    action: { response: { status: 200 }, chaincodeId: { ...name, version: '1' } },
    endorsements: endorsers.map((signer) => ({ signer, endorser: signer.creator })),
    actions: 1,
    rewrite: {},
  };
}

/** Put a transaction together. What `by` does not sign again comes from `before`. */
export function seal(parts: Parts, by: Sealing = 'all', before?: Sealed): Sealed {
  const kept = by === 'all' ? undefined : before;
  const part = layers(parts);
  const channelHeader = part(
    'channelHeader',
    encode(ChannelHeader, {
      extension: part('extension', encode(ChaincodeHeaderExtension, parts.extension)),
      ...parts.channelHeader,
    }),
  );
  const actionHeader = part('actionHeader', encode(SignatureHeader, parts.actionHeader));
  const proposal = part('proposal', encode(ChaincodeProposalPayload, parts.proposal));
  const hash = kept?.proposalHash ?? proposalHash(channelHeader, actionHeader, proposal);
  const response = responseOf(parts, parts.proposalHash ?? hash, part);
  const signatures = endorse(parts, response, kept);
  const endorsements = parts.endorsements.map(({ endorser, spoil }, i) => {
    const signature = Buffer.from(signatures[i] ?? []);
    return { endorser, signature: spoil?.(signature) ?? signature };
  });
  const actionPayload = encode(ChaincodeActionPayload, {
    chaincodeProposalPayload: proposal,
    action: { proposalResponsePayload: response, endorsements },
  });
  const action = { header: actionHeader, payload: part('actionPayload', actionPayload) };
  const actions = Array.from({ length: parts.actions }, () => action);
  const signatureHeader = part('signatureHeader', encode(SignatureHeader, parts.signatureHeader));
  const header = part('header', encode(Header, { channelHeader, signatureHeader }));
  const data = part('transaction', encode(Transaction, { actions }));
  const payload = part('payload', wrapped(header, data));
  const signed = (by === 'nobody' ? before?.signature : undefined) ?? parts.creator.sign(payload);
  const signature = part('signature', Buffer.from(signed));
  const entry = part('envelope', encode(Envelope, { payload, signature }));
  return { entry, proposalHash: hash, endorsements: signatures, signature: signed };
}

type Rewriter = (layer: Layer, bytes: Buffer) => Buffer;

const layers =
  ({ rewrite }: Parts): Rewriter =>
  (layer, bytes) =>
    Buffer.from(rewrite[layer]?.(bytes) ?? bytes);

/** `Payload` around a header that is bytes already. */
const wrapped = (header: Buffer, data: Uint8Array): Buffer =>
  Buffer.concat([
    encode(Envelope, { payload: header }),
    // Field 2 of Payload, as of Envelope, is bytes.
    encode(Envelope, { signature: data }),
  ]);

function responseOf(parts: Parts, hash: Uint8Array, part: Rewriter): Buffer {
  const { event, action } = parts;
  const events = event && part('event', encode(ChaincodeEvent, event));
  const extension = encode(ChaincodeAction, {
    results: part('results', resultsOf(parts, part)),
    ...(events && { events }),
    ...action,
  });
  return part(
    'response',
    encode(ProposalResponsePayload, { proposalHash: hash, extension: part('action', extension) }),
  );
}

function resultsOf({ namespaces, dataModel }: Parts, part: Rewriter): Buffer {
  return encode(TxReadWriteSet, {
    dataModel,
    nsRwset: namespaces.map(({ namespace, set, collections }) => ({
      namespace,
      rwset: part('publicSet', encode(KVRWSet, set)),
      collectionHashedRwset: collections.map(({ collectionName, set: hashed, pvtRwsetHash }) => ({
        collectionName,
        hashedRwset: part('hashedSet', encode(HashedRWSet, hashed)),
        pvtRwsetHash,
      })),
    })),
  });
}

function endorse(
  { endorsements }: Parts,
  response: Uint8Array,
  kept: Sealed | undefined,
): Uint8Array[] {
  if (kept !== undefined) return [...kept.endorsements];
  return endorsements.map(({ signer, endorser }) =>
    signer.sign(Buffer.concat([response, endorser])),
  );
}
