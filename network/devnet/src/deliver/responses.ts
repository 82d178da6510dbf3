import { isConfigTransaction, type BlockMessage } from '@argosy/protocol/block';
import { Block, headerType, metadataSlot } from '@argosy/protocol/messages/common';
import { DeliverResponse } from '@argosy/protocol/messages/deliver';
import { compareUtf8 } from '@argosy/protocol/utf8-order';
import { decode, encode } from '@argosy/protocol/wire';
import type { CommittedBlock, CommittedTransaction } from '@argosy/ledger/committed-block';
import type { PrivateSet } from '@argosy/ledger/private-data/private-set';
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
export const headerResponse = (bytes: Uint8Array): Buffer =>
  encode(DeliverResponse, { block: withoutData(decode(Block, bytes)) });

/** The block as an orderer has it: without the flags and the commit hash, which are the peers'. */
export const orderedResponse = (bytes: Uint8Array, headerOnly: boolean): Buffer => {
  const block = orderedBlock(bytes);
  return encode(DeliverResponse, { block: headerOnly ? withoutData(block) : block });
};

/** A stored block before peers had a say in it. */
export function orderedBlock(bytes: Uint8Array): BlockMessage {
  const { header, data, metadata } = decode(Block, bytes);
  const slots = [...(metadata?.metadata ?? [])];
  for (const slot of [metadataSlot.transactionsFilter, metadataSlot.commitHash]) {
    if (slot < slots.length) slots[slot] = NOTHING;
  }
  return { header, data, metadata: { metadata: slots } };
}

const NOTHING = new Uint8Array(0);

function withoutData({ header, data, metadata }: BlockMessage): BlockMessage {
  const [entry] = data?.data ?? [];
  const isConfig = entry !== undefined && isConfigTransaction(entry);
  return { header, data: isConfig ? data : undefined, metadata };
}

/** The block with private data of its transactions, by their place in it. */
export function privateResponse(
  bytes: Uint8Array,
  headerOnly: boolean,
  data: ReadonlyMap<number, readonly PrivateSet[]>,
): Buffer {
  const block = decode(Block, bytes);
  const privateDataMap = [...data].map(([index, sets]) => ({
    key: BigInt(index),
    value: { nsPvtRwset: byChaincode(sets) },
  }));
  return encode(DeliverResponse, {
    blockAndPrivateData: { block: headerOnly ? withoutData(block) : block, privateDataMap },
  });
}

function byChaincode(sets: readonly PrivateSet[]): {
  namespace: string;
  collectionPvtRwset: { collectionName: string; rwset: Uint8Array }[];
}[] {
  const names = new Set(sets.map(({ chaincode }) => chaincode));
  return [...names].sort(compareUtf8).map((namespace) => ({
    namespace,
    collectionPvtRwset: sets
      .filter(({ chaincode }) => chaincode === namespace)
      .sort((a, b) => compareUtf8(a.collection, b.collection))
      .map(({ collection, rwset }) => ({ collectionName: collection, rwset })),
  }));
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
