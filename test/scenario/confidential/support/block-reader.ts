import {
  BlockHeader,
  ChannelHeader,
  Envelope,
  headerType,
  metadataSlot,
  Payload,
  SignatureHeader,
} from '@argosy/protocol/messages/common';
import { DeliverResponse } from '@argosy/protocol/messages/deliver';
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
import { decode } from '@argosy/protocol/wire';
import type { MessageType } from '@argosy/protocol/wire';
import type { BlockContent } from '../block-contents.js';

type Content = BlockContent | 'verdicts';

/** What a field holds: content of a class, a message of its own, or a message in bytes. */
type Rule = Content | Fields | Encoded;
type Fields = { readonly [field: string]: Rule };
/** A message that stands in another as bytes. */
class Encoded {
  constructor(
    readonly type: MessageType<object>,
    readonly fields: Fields,
  ) {}
}

const of = <T extends object>(type: MessageType<T>, fields: Fields): Encoded =>
  new Encoded(type, fields);

const chaincodeId = { path: 'transaction', name: 'transaction', version: 'transaction' } as const;
const version = { blockNum: 'reads', txNum: 'reads' } as const;
const channelHeader = of(ChannelHeader, {
  type: 'transaction',
  version: 'transaction',
  timestamp: { seconds: 'transaction', nanos: 'transaction' },
  channelId: 'transaction',
  txId: 'transaction',
  extension: of(ChaincodeHeaderExtension, { chaincodeId }),
});
const signatureHeader = of(SignatureHeader, { creator: 'identities', nonce: 'transaction' });
const keyPolicy = { name: 'keyPolicies', value: 'keyPolicies' } as const;

const readWriteSet = of(TxReadWriteSet, {
  nsRwset: {
    namespace: 'transaction',
    rwset: of(KVRWSet, {
      reads: { key: 'reads', version },
      writes: { key: 'records', isDelete: 'records', value: 'records' },
      metadataWrites: { key: 'keyPolicies', entries: keyPolicy },
    }),
    collectionHashedRwset: {
      collectionName: 'collections',
      hashedRwset: of(HashedRWSet, {
        hashedReads: { keyHash: 'privateHashes', version },
        hashedWrites: { keyHash: 'privateHashes', valueHash: 'privateHashes' },
        metadataWrites: { keyHash: 'privateHashes', entries: keyPolicy },
      }),
      pvtRwsetHash: 'privateHashes',
    },
  },
});

/** A transaction's transient data has a field here that no rule allows. */
const proposal = of(ChaincodeProposalPayload, {
  input: of(ChaincodeInvocationSpec, {
    chaincodeSpec: {
      type: 'transaction',
      chaincodeId,
      input: { args: 'arguments', isInit: 'arguments' },
    },
  }),
});

const transaction = of(Transaction, {
  actions: {
    header: signatureHeader,
    payload: of(ChaincodeActionPayload, {
      chaincodeProposalPayload: proposal,
      action: {
        proposalResponsePayload: of(ProposalResponsePayload, {
          proposalHash: 'transaction',
          extension: of(ChaincodeAction, {
            results: readWriteSet,
            events: of(ChaincodeEvent, {
              chaincodeId: 'transaction',
              txId: 'transaction',
              eventName: 'events',
              payload: 'events',
            }),
            response: { status: 'answers', message: 'answers', payload: 'answers' },
            chaincodeId,
          }),
        }),
        endorsements: { endorser: 'identities', signature: 'signatures' },
      },
    }),
  },
});

type Note = (content: Content, bytes: Uint8Array) => void;

/** Reads a delivered block to its last field. Throws where it holds anything that is on no list. */
export function readBlock(answer: Uint8Array, note: Note): void {
  const { block } = decode(DeliverResponse, answer);
  if (block?.header === undefined) throw new Error('no block was delivered');
  take({ name: BlockHeader.name, value: block.header }, headerFields, note);
  for (const [slot, bytes] of (block.metadata?.metadata ?? []).entries())
    if (bytes.length > 0) note(peersSlots.includes(slot) ? 'verdicts' : 'chain', bytes);
  for (const entry of block.data?.data ?? []) readEntry(entry, note);
}

const headerFields = { number: 'chain', previousHash: 'chain', dataHash: 'chain' } as const;
const peersSlots: readonly number[] = [metadataSlot.transactionsFilter, metadataSlot.commitHash];

function readEntry(entry: Uint8Array, note: Note): void {
  const { payload } = decode(Envelope, entry);
  const { header } = decode(Payload, payload);
  const { type } = decode(ChannelHeader, header?.channelHeader ?? new Uint8Array(0));
  const data = type === headerType.endorserTransaction ? transaction : 'configuration';
  const whole = of(Payload, { header: { channelHeader, signatureHeader }, data });
  take(
    { name: 'an entry', value: entry },
    of(Envelope, { payload: whole, signature: 'signatures' }),
    note,
  );
}

function take({ name, value }: Named, rule: Rule | undefined, note: Note): void {
  if (Array.isArray(value)) {
    for (const one of value) take({ name, value: one as unknown }, rule, note);
  } else if (isNothing(value)) {
    return;
  } else if (rule === undefined) {
    throw new Error(`${name} is on no list of what a block holds`);
  } else if (typeof rule === 'string') {
    note(rule, value instanceof Uint8Array ? value : Buffer.from(String(value)));
  } else if (rule instanceof Encoded) {
    if (!(value instanceof Uint8Array)) throw new TypeError(`${name} is not bytes`);
    take({ name: rule.type.name, value: decode(rule.type, value) }, rule.fields, note);
  } else {
    for (const [field, part] of Object.entries(value ?? {}))
      take({ name: `${name}.${field}`, value: part as unknown }, rule[field], note);
  }
}

interface Named {
  readonly name: string;
  readonly value: unknown;
}

/** What does not stand in the bytes. Fields that nobody knows are kept under a name of their own, and so are something. */
function isNothing(value: unknown): boolean {
  if (value instanceof Uint8Array) return value.length === 0;
  return [undefined, '', 0, 0n, false].some((it) => it === value);
}
