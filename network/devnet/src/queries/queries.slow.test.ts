import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Block } from '@argosy/protocol/messages/common';
import { ProcessedTransaction } from '@argosy/protocol/messages/proposal';
import { Config } from '@argosy/protocol/messages/configuration';
import { decode } from '@argosy/protocol/wire';
import { failureOf } from '../../test-support/failure.js';
import type { TestClient } from '../../test-support/test-client.js';
import { TestNetwork } from '../../test-support/test-network.js';

describe('qscc and cscc', () => {
  let network: TestNetwork;
  let client: TestClient;

  beforeAll(async () => {
    network = await TestNetwork.start();
    client = await network.client('Trader');
  }, 30_000);
  afterAll(() => network.close());

  const ask = async (chaincode: string, name: string, ...args: string[]) =>
    Buffer.from(await client.contract(chaincode).evaluateTransaction(name, ...args));
  const refusal = async (chaincode: string, name: string, ...args: string[]) =>
    (await failureOf(ask(chaincode, name, ...args))).text.replace(
      /^.*chaincode response 500, /,
      '',
    );

  test('services 69: blocks by number', async () => {
    const { ledger } = network.channel;
    expect((await ask('qscc', 'GetBlockByNumber', 'trade', '0')).equals(ledger.block(0n))).toBe(
      true,
    );
    const newest = await ask('qscc', 'GetBlockByNumber', 'trade', '18446744073709551615');
    expect(newest.equals(ledger.block(ledger.height - 1n))).toBe(true);
    expect(await refusal('qscc', 'GetBlockByNumber', 'trade', '99')).toBe(
      'Failed to get block number 99, error no such block number [99] in index',
    );
    const unreadable = 'Failed to parse block number with error strconv.ParseUint: parsing ';
    expect(await refusal('qscc', 'GetBlockByNumber', 'trade', 'abc')).toBe(
      `${unreadable}"abc": invalid syntax`,
    );
    expect(await refusal('qscc', 'GetBlockByNumber', 'trade', '18446744073709551616')).toBe(
      `${unreadable}"18446744073709551616": value out of range`,
    );
  });

  test('services 69: transactions by id', async () => {
    const { txId } = network.channel.ledger.summary(1n).transactions[0]!;
    const found = decode(
      ProcessedTransaction,
      await ask('qscc', 'GetTransactionByID', 'trade', txId),
    );
    expect(found.validationCode).toBe(0);
    expect(await refusal('qscc', 'GetTransactionByID', 'trade', 'none')).toBe(
      'Failed to get transaction with id none, error no such transaction ID [none] in index',
    );
    const block = await ask('qscc', 'GetBlockByTxID', 'trade', txId);
    expect(block.equals(network.channel.ledger.block(1n))).toBe(true);
  });

  test('blocks by the hash of their header', async () => {
    const { ledger } = network.channel;
    const byHash = async (hash: Uint8Array) =>
      Buffer.from(
        await client
          .contract('qscc')
          .evaluate('GetBlockByHash', { arguments: ['trade', Buffer.from(hash)] }),
      );
    const newest = ledger.block(ledger.height - 1n);
    expect((await byHash(ledger.lastHeaderHash)).equals(newest)).toBe(true);
    const first = decode(Block, ledger.block(1n)).header!.previousHash;
    expect((await byHash(first)).equals(ledger.block(0n))).toBe(true);
    expect(await refusal('qscc', 'GetBlockByHash', 'trade', 'ab')).toBe(
      'Failed to get block hash ab, error no such block hash [6162] in index',
    );
  });

  test('chain info, and refused queries', async () => {
    expect((await ask('qscc', 'GetChainInfo', 'trade')).length).toBeGreaterThan(64);
    expect(await refusal('qscc', 'GetChainInfo', 'other')).toBe('Invalid chain ID, other');
    expect(await refusal('qscc', 'GetBlockByNumber', 'trade')).toBe(
      'missing 3rd argument for GetBlockByNumber',
    );
    expect(await refusal('qscc', 'Nothing', 'trade')).toBe('missing 3rd argument for Nothing');
    expect(await refusal('qscc', 'Nothing', 'trade', 'x')).toBe(
      'access denied for [Nothing][trade]: [Unmapped policy for qscc/Nothing]',
    );
    const orderer = await network.client('OrdererA', 'orderer');
    const foreign = failureOf(
      orderer.contract('qscc').evaluateTransaction('GetChainInfo', 'trade'),
    );
    expect((await foreign).text).toContain(
      'access denied for [GetChainInfo][trade]: [Failed evaluating policy on signed data during check policy on channel [trade] with policy [/Channel/Application/Readers]: [',
    );
  });

  test('the configuration of a channel', async () => {
    const block = await ask('cscc', 'GetConfigBlock', 'trade');
    expect(block.equals(network.channel.ledger.block(0n))).toBe(true);
    const config = decode(Config, await ask('cscc', 'GetChannelConfig', 'trade'));
    expect(config.channelGroup?.groups.map(({ key }) => key)).toEqual(['Application', 'Orderer']);
    expect(await refusal('cscc', 'GetConfigBlock', 'other')).toBe(
      'access denied for [GetConfigBlock][other]: Failed to get policy manager for channel [other]',
    );
    expect(await refusal('cscc', 'GetConfigBlock', '')).toBe(
      'access denied for [GetConfigBlock][]: Failed deserializing proposal creator during channelless check policy ' +
        'with policy [/Channel/Application/Readers]: [expected MSP ID BankA, received Trader]',
    );
    expect(await refusal('cscc', 'GetChannelConfig', '')).toBe('empty channel name provided');
    expect(await refusal('cscc', 'Nothing', 'trade')).toBe('Requested function Nothing not found.');
  });
});
