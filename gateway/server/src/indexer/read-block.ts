import { reasonOf } from '@argosy/protocol/reason';
import { LedgerError } from '@argosy/domain/errors';
import { issuesOf } from '@argosy/domain/shared/decode';
import { timeFromTimestamp } from '@argosy/domain/shared/time';
import { readCommittedBlock, type CommittedTransaction } from '@argosy/ledger/committed-block';
import type { CollectionSet } from '@argosy/ledger/validation/structure';
import { headerType } from '@argosy/protocol/messages/common';
import { SerializedIdentity } from '@argosy/protocol/messages/msp';
import { validationCode } from '@argosy/protocol/validation-code';
import { decode } from '@argosy/protocol/wire';
import { z } from 'zod';

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
  readonly valueHash: string;
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

/** A transaction that the peers found valid holds what this gateway cannot read. */
export class TransactionUnreadable extends Error {
  constructor(
    at: { readonly index: number; readonly transactionId: string; readonly what: string },
    reason: unknown,
  ) {
    const id = at.transactionId === '' ? '' : ` (${at.transactionId})`;
    super(
      `transaction ${at.index}${id} is valid, but ${at.what} cannot be read: ${wordsOf(reason)}`,
    );
    this.name = 'TransactionUnreadable';
  }
}

function wordsOf(reason: unknown): string {
  if (reason instanceof LedgerError) return reason.sentence;
  if (reason instanceof z.ZodError) {
    return issuesOf(reason)
      .map(({ field, problem }) => `${field}: ${problem}`)
      .join('; ');
  }
  return reasonOf(reason);
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
    const at = { index, transactionId: txId, what: 'its content' };
    throw new TransactionUnreadable(at, 'it is not in the form of a transaction');
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
  return set.hashedWrites
    .filter(({ isDelete, isPurge }) => !isDelete && !isPurge)
    .map(({ keyHash, valueHash }) => ({
      collection,
      keyHash: Buffer.from(keyHash).toString('hex'),
      valueHash: Buffer.from(valueHash).toString('hex'),
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
