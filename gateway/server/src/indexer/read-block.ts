import { timeFromTimestamp } from '@argosy/domain/shared/time';
import { readCommittedBlock, type CommittedTransaction } from '@argosy/ledger/committed-block';
import type { CollectionSet } from '@argosy/ledger/validation/structure';
import { headerType } from '@argosy/protocol/messages/common';
import { SerializedIdentity } from '@argosy/protocol/messages/msp';
import { validationCode } from '@argosy/protocol/validation-code';
import { decode } from '@argosy/protocol/wire';

/** A key that a transaction wrote in the chaincode's namespace. */
export interface Write {
  readonly key: string;
  readonly isDelete: boolean;
  readonly value: Uint8Array;
}

/** What a transaction wrote in a private collection of the chaincode, by hashes in hexadecimal. */
export interface PrivateWrite {
  readonly collection: string;
  readonly keyHash: string;
  /** Undefined where it deleted the key. */
  readonly valueHash: string | undefined;
}

/** One transaction of a block. What it did is empty unless it is valid. */
export interface BlockTransaction {
  readonly index: number;
  readonly transactionId: string;
  readonly code: number;
  readonly time: string;
  readonly creatorMsp: string;
  readonly writes: readonly Write[];
  readonly privateWrites: readonly PrivateWrite[];
  readonly event: { readonly name: string; readonly payload: Uint8Array } | undefined;
}

export interface ReadBlock {
  readonly transactions: readonly BlockTransaction[];
  readonly isConfiguration: boolean;
}

// An invalid transaction may state anything as its id; what no database could hold is nobody's id.
const plainId = /^[\x20-\x7e]{1,128}$/;

/** A transaction that the peers found valid is none. */
export class TransactionUnreadable extends Error {
  constructor({ index, transactionId }: Pick<BlockTransaction, 'index' | 'transactionId'>) {
    const id = transactionId === '' ? '' : ` (${transactionId})`;
    super(
      `transaction ${index}${id} is valid, but its content cannot be read: it is not in the form of a transaction`,
    );
    this.name = 'TransactionUnreadable';
  }
}

/** Read what a block did in one chaincode's namespace. The peer's flags say which transactions are valid.
 *  Refuses: TransactionUnreadable. */
export function readBlock(bytes: Uint8Array, chaincode: string): ReadBlock {
  const { transactions } = readCommittedBlock(bytes);
  const [first] = transactions;
  return {
    transactions: transactions.map((transaction) => readTransaction(transaction, chaincode)),
    isConfiguration: transactions.length === 1 && first?.type === headerType.config,
  };
}

function readTransaction(transaction: CommittedTransaction, chaincode: string): BlockTransaction {
  const { index, code, creator, timestamp } = transaction;
  const transactionId = plainId.test(transaction.txId) ? transaction.txId : '';
  const effects =
    code === validationCode.VALID
      ? effectsOf(transaction, chaincode)
      : { writes: [], privateWrites: [], event: undefined };
  const time = timeText(timestamp);
  return { index, transactionId, code, time, creatorMsp: mspOf(creator), ...effects };
}

function effectsOf(
  { index, txId, type, chaincode: invoked, namespaces, event }: CommittedTransaction,
  chaincode: string,
): Pick<BlockTransaction, 'writes' | 'privateWrites' | 'event'> {
  // Every peer marks as invalid what nobody can read; what is marked valid must be readable.
  if (type !== headerType.config && invoked === undefined) {
    throw new TransactionUnreadable({ index, transactionId: txId });
  }
  const own = namespaces.filter(({ namespace }) => namespace === chaincode);
  return {
    writes: own.flatMap(({ set }) => set.writes),
    privateWrites: own.flatMap(({ hashed }) => hashed.flatMap(privateWrites)),
    event:
      event?.chaincodeId === chaincode
        ? { name: event.eventName, payload: event.payload }
        : undefined,
  };
}

function privateWrites({ collection, set }: CollectionSet): PrivateWrite[] {
  return set.hashedWrites.map(({ keyHash, valueHash, isDelete, isPurge }) => ({
    collection,
    keyHash: Buffer.from(keyHash).toString('hex'),
    valueHash: isDelete || isPurge ? undefined : Buffer.from(valueHash).toString('hex'),
  }));
}

/** Bytes that a chaincode wrote as text. Throws where they are none. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

// The creator of an invalid transaction may be anything.
function mspOf(creator: Uint8Array): string {
  try {
    return decode(SerializedIdentity, creator).mspid;
  } catch {
    return '';
  }
}

// A time that no calendar has is possible in another chaincode's transaction; ours refuses it.
function timeText(timestamp: CommittedTransaction['timestamp']): string {
  if (timestamp === undefined) return '';
  try {
    return timeFromTimestamp(timestamp);
  } catch {
    return '';
  }
}
