import { headerHash, headerOf, metadataOf } from '@argosy/protocol/block';
import type { BlockMessage } from '@argosy/protocol/block';
import { Block, Metadata } from '@argosy/protocol/messages/common';
import type { ChaincodeEvent } from '@argosy/protocol/messages/proposal';
import { transactionId } from '@argosy/protocol/proposal';
import { validationCode } from '@argosy/protocol/validation-code';
import { decode } from '@argosy/protocol/wire';
import type { Decoded } from '@argosy/protocol/wire';
import type { OpenedTransaction } from './validation/opening.js';
import { openAction, openResult, readHeaders } from './validation/structure.js';
import type { NamespaceSet, OpenedEnvelope } from './validation/structure.js';

/** A transaction of a stored block. */
export interface CommittedTransaction {
  readonly index: number;
  /** As written in the header, or computed where the header names none; empty where there is no header. */
  readonly txId: string;
  /** Header type; -1 where there is no header. */
  readonly type: number;
  readonly code: number;
  readonly creator: Uint8Array;
  readonly timestamp: { readonly seconds: bigint; readonly nanos: number } | undefined;
  /** For an endorser transaction that could be read. */
  readonly chaincode: string | undefined;
  readonly event: Decoded<typeof ChaincodeEvent> | undefined;
  readonly namespaces: readonly NamespaceSet[];
}

export interface CommittedBlock {
  readonly number: bigint;
  /** `common.Block` as a peer delivers it, with flags and commit hash. */
  readonly bytes: Uint8Array;
  /** What the next block names as its predecessor's hash. */
  readonly headerHash: Buffer;
  /** Empty in block 0. */
  readonly commitHash: Uint8Array;
  readonly transactions: readonly CommittedTransaction[];
}

/** Read a stored block. What cannot be read of an invalid transaction is left empty. */
export function readCommittedBlock(bytes: Uint8Array): CommittedBlock {
  return committedBlock(bytes, decode(Block, bytes), []);
}

/** As `readCommittedBlock`, for a block that is decoded and whose transactions are open already. */
export function committedBlock(
  bytes: Uint8Array,
  block: BlockMessage,
  opened: readonly OpenedTransaction[],
): CommittedBlock {
  const flags = metadataOf(block, 'transactionsFilter');
  const entries = block.data?.data ?? [];
  const header = headerOf(block);
  return {
    number: header.number,
    bytes,
    headerHash: headerHash(header),
    commitHash: decode(Metadata, metadataOf(block, 'commitHash')).value,
    transactions: entries.map((entry, index) => {
      const code = flags[index] ?? validationCode.NOT_VALIDATED;
      return (
        openedTransaction(opened[index], { index, code }) ?? readTransaction(entry, index, code)
      );
    }),
  };
}

/** Undefined where not even the headers were opened: some of them may be readable none the less. */
function openedTransaction(
  one: OpenedTransaction | undefined,
  place: { readonly index: number; readonly code: number },
): CommittedTransaction | undefined {
  if (one?.opened === undefined) return undefined;
  const { chaincode, event, namespaces } = one.transaction ?? nothing;
  return { ...place, ...headersOf(one.opened), chaincode, event, namespaces };
}

/** One transaction of a stored block. Throws RangeError when there is none at that place. */
export function readCommittedTransaction(bytes: Uint8Array, index: number): CommittedTransaction {
  const block = decode(Block, bytes);
  const entry = block.data?.data[index];
  if (entry === undefined) throw new RangeError(`the block has no transaction ${index}`);
  const code = metadataOf(block, 'transactionsFilter')[index] ?? validationCode.NOT_VALIDATED;
  return readTransaction(entry, index, code);
}

function readTransaction(entry: Uint8Array, index: number, code: number): CommittedTransaction {
  const opened = attempt(() => readHeaders(entry));
  const result =
    opened && attempt(() => openResult(opened, openAction(opened).responsePayload.extension));
  const { chaincode, event, namespaces } = result ?? nothing;
  return { index, code, ...headersOf(opened), chaincode, event, namespaces };
}

const nothing = { chaincode: undefined, event: undefined, namespaces: [] } as const;

function headersOf(
  opened: OpenedEnvelope | undefined,
): Pick<CommittedTransaction, 'txId' | 'type' | 'creator' | 'timestamp'> {
  if (opened === undefined) {
    return { txId: '', type: -1, creator: new Uint8Array(0), timestamp: undefined };
  }
  const { channelHeader, signatureHeader } = opened;
  const { type, timestamp } = channelHeader;
  return { txId: txIdOf(opened), type, creator: signatureHeader.creator, timestamp };
}

/** The id under which a transaction is indexed: as its header has it, unchecked. */
export function txIdOf({ channelHeader, signatureHeader }: OpenedEnvelope): string {
  if (channelHeader.txId !== '') return channelHeader.txId;
  return transactionId(signatureHeader.nonce, signatureHeader.creator);
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
