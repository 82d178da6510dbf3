import { Block, headerType } from '@argosy/protocol/messages/common';
import { DeliverResponse } from '@argosy/protocol/messages/deliver';
import { decode, encode } from '@argosy/protocol/wire';
import type { CommittedBlock, CommittedTransaction } from '@argosy/ledger/committed-block';
import { isConfigTransaction } from '@argosy/protocol/block';
import { answerStatus, type StatusName } from '../ordering/broadcast-status.js';

export const statusResponse = (status: StatusName): Buffer =>
  encode(DeliverResponse, { status: answerStatus[status] });

const BLOCK_FIELD = 0x12;

/** A stored block as an answer: a tag and a length before its bytes, which are not encoded again. */
export function blockResponse(block: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([BLOCK_FIELD, ...varint(block.length)]), block]);
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}

/** The block without its transactions; a configuration block keeps its one. */
export function headerResponse(bytes: Uint8Array): Buffer {
  const { header, data, metadata } = decode(Block, bytes);
  const [entry] = data?.data ?? [];
  const isConfig = entry !== undefined && isConfigTransaction(entry);
  return encode(DeliverResponse, {
    block: { header, data: isConfig ? data : undefined, metadata },
  });
}

/** Which transactions a block holds and how they were flagged: no payload of an event, invalid ones included. */
export function filteredResponse(
  channelId: string,
  { number, transactions }: CommittedBlock,
): Buffer {
  const filteredTransactions = transactions.map((transaction) => ({
    txid: transaction.txId,
    type: transaction.type,
    txValidationCode: transaction.code,
    transactionActions:
      transaction.type === headerType.endorserTransaction
        ? { chaincodeActions: actions(transaction) }
        : undefined,
  }));
  return encode(DeliverResponse, {
    filteredBlock: { channelId, number, filteredTransactions },
  });
}

function actions({ event }: CommittedTransaction): {
  chaincodeEvent: { chaincodeId: string; txId: string; eventName: string };
}[] {
  if (event === undefined) return [];
  const { chaincodeId, txId, eventName } = event;
  return [{ chaincodeEvent: { chaincodeId, txId, eventName } }];
}
