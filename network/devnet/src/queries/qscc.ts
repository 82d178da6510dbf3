import { reasonOf } from '@argosy/protocol/reason';
import { headerHash, headerOf } from '@argosy/protocol/block';
import { Block } from '@argosy/protocol/messages/common';
import { ProcessedTransaction } from '@argosy/protocol/messages/proposal';
import { BlockchainInfo } from '@argosy/protocol/messages/queries';
import { decode, encode } from '@argosy/protocol/wire';
import type { Ledger } from '@argosy/ledger/ledger';
import type { TransactionPlace } from '@argosy/ledger/transaction-index';
import type { Resource } from '../access.js';
import type { Channel } from '../channel.js';
import type { ResponseMessage } from '../endorser/response.js';
import {
  failure,
  success,
  type SystemCall,
  type SystemChaincode,
} from '../endorser/system-chaincode.js';
import { channelForQuery } from './channel-argument.js';

interface Query {
  readonly resource: Resource;
  readonly read: (ledger: Ledger, argument: Uint8Array) => Uint8Array;
}

const GET_CHAIN_INFO = 'GetChainInfo';
const NEWEST = 0xffff_ffff_ffff_ffffn;

const queries: ReadonlyMap<string, Query> = new Map<string, Query>([
  [GET_CHAIN_INFO, { resource: 'qscc/GetChainInfo', read: chainInfo }],
  ['GetBlockByNumber', { resource: 'qscc/GetBlockByNumber', read: blockByNumber }],
  ['GetBlockByHash', { resource: 'qscc/GetBlockByHash', read: blockByHash }],
  ['GetTransactionByID', { resource: 'qscc/GetTransactionByID', read: transactionById }],
  ['GetBlockByTxID', { resource: 'qscc/GetBlockByTxID', read: blockByTransaction }],
]);

/** `qscc`: what is on a channel's ledger. */
export const qscc = (channels: ReadonlyMap<string, Channel>): SystemChaincode => ({
  name: 'qscc',
  invoke: (call) => answer(call, channels),
});

function answer({ proposal }: SystemCall, channels: ReadonlyMap<string, Channel>): ResponseMessage {
  const { args } = proposal.opened.input;
  const [name = '', channelId = ''] = args.map((arg) => Buffer.from(arg).toString());
  const argument = args[2];
  try {
    if (args.length < 2) throw new Error(`Incorrect number of arguments, ${args.length}`);
    if (argument === undefined && name !== GET_CHAIN_INFO)
      throw new Error(`missing 3rd argument for ${name}`);
    const unknown = `Invalid chain ID, ${channelId}`;
    if (!channels.has(channelId)) throw new Error(unknown);
    const denied = (why: string): string => `access denied for [${name}][${channelId}]: [${why}]`;
    const query = queries.get(name);
    if (query === undefined) throw new Error(denied(`Unmapped policy for qscc/${name}`));
    const { resource, read } = query;
    const channel = channelForQuery(channels, proposal, { channelId, resource, unknown, denied });
    return success(read(channel.ledger, argument ?? new Uint8Array(0)));
  } catch (error) {
    return failure(500, reasonOf(error));
  }
}

function chainInfo(ledger: Ledger): Uint8Array {
  const last = decode(Block, ledger.block(ledger.height - 1n));
  return encode(BlockchainInfo, {
    height: ledger.height,
    currentBlockHash: headerHash(headerOf(last)),
    previousBlockHash: headerOf(last).previousHash,
  });
}

function blockByNumber(ledger: Ledger, argument: Uint8Array): Uint8Array {
  const text = Buffer.from(argument).toString();
  const isNumber = /^\d+$/.test(text);
  if (!isNumber || BigInt(text) > NEWEST) {
    const why = isNumber ? 'value out of range' : 'invalid syntax';
    throw new Error(
      `Failed to parse block number with error strconv.ParseUint: parsing ${JSON.stringify(text)}: ${why}`,
    );
  }
  const number = BigInt(text) === NEWEST ? ledger.height - 1n : BigInt(text);
  if (number >= ledger.height) {
    throw new Error(
      `Failed to get block number ${number}, error no such block number [${number}] in index`,
    );
  }
  return ledger.block(number);
}

function blockByHash(ledger: Ledger, hash: Uint8Array): Uint8Array {
  const hex = Buffer.from(hash).toString('hex');
  const number = ledger.blockNumber(hex);
  if (number !== undefined) return ledger.block(number);
  throw new Error(
    `Failed to get block hash ${Buffer.from(hash).toString()}, error no such block hash [${hex}] in index`,
  );
}

function transactionById(ledger: Ledger, argument: Uint8Array): Uint8Array {
  const { blockNumber, index, code } = find(ledger, argument, 'transaction with id');
  const transactionEnvelope = decode(Block, ledger.block(blockNumber)).data?.data[index];
  // The envelope is a message field: its bytes are the encoding of the message.
  return encode(ProcessedTransaction, { transactionEnvelope, validationCode: code });
}

function blockByTransaction(ledger: Ledger, argument: Uint8Array): Uint8Array {
  return ledger.block(find(ledger, argument, 'block for txID').blockNumber);
}

function find(ledger: Ledger, argument: Uint8Array, what: string): TransactionPlace {
  const id = Buffer.from(argument).toString();
  const place = ledger.transaction(id);
  if (place !== undefined) return place;
  throw new Error(`Failed to get ${what} ${id}, error no such transaction ID [${id}] in index`);
}
