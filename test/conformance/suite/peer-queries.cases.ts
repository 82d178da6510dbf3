import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { status } from '@grpc/grpc-js';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { removeElement, setValue } from '@argosy/protocol/configuration/edit';
import { readTree, writeTree, type TreeGroup } from '@argosy/protocol/configuration/tree';
import { buildGenesisBlock } from '@argosy/protocol/genesis';
import { capability } from '@argosy/protocol/genesis/policies';
import { Block, Envelope, Payload } from '@argosy/protocol/messages/common';
import { Config, ConfigEnvelope } from '@argosy/protocol/messages/configuration';
import { ProcessedTransaction } from '@argosy/protocol/messages/proposal';
import { decode, encode } from '@argosy/protocol/wire';
import { message as schema, string, subs } from '@argosy/protocol/wire/schema';
import { failureOf } from '../../../network/devnet/test-support/failure.js';
import type { TestClient } from '../../../network/devnet/test-support/test-client.js';
import { heightOf } from './support/blocks.js';
import { askPeer } from './support/calls.js';
import { ambient } from './support/ambient.js';
import { channelSpec } from './support/channels.js';
import { fresh } from './support/names.js';
import { ALPHA, BETA, DELTA, OMEGA, SuiteNetwork } from './support/network.js';
import { commit } from './support/steps.js';

const ChannelInfo = schema('protos.ChannelInfo', { channelId: string(1) });
const Channels = schema('protos.ChannelQueryResponse', { channels: subs(1, () => ChannelInfo) });

describe('qscc and cscc', () => {
  let network: SuiteNetwork;
  let client: TestClient;
  let admin: TestClient;

  beforeAll(() => {
    network = new SuiteNetwork();
    client = network.client(DELTA);
    admin = network.administrator(ALPHA);
  });
  afterAll(() => {
    network.close();
  });

  const query = (...args: string[]) => askPeer(client, 'qscc', args, 'main');
  const refusal = async (...args: string[]) => {
    const answer = await query(...args);
    expect(answer.status).toBe(500);
    return answer.message;
  };
  const join = async (block: Uint8Array, by = admin) => askPeer(by, 'cscc', ['JoinChain', block]);
  const numberOf = (bytes: Uint8Array) => decode(Block, bytes).header?.number ?? 0n;

  test('services 69: blocks by number', async () => {
    expect(numberOf((await query('GetBlockByNumber', 'main', '0')).payload)).toBe(0n);
    const newest = numberOf((await query('GetBlockByNumber', 'main', `${2n ** 64n - 1n}`)).payload);
    expect(newest).toBe((await heightOf(client)) - 1n);
    expect(await refusal('GetBlockByNumber', 'main', '999999')).toBe(
      'Failed to get block number 999999, error no such block number [999999] in index',
    );
    const unreadable = 'Failed to parse block number with error strconv.ParseUint: parsing ';
    expect(await refusal('GetBlockByNumber', 'main', 'abc')).toBe(
      `${unreadable}"abc": invalid syntax`,
    );
    expect(await refusal('GetBlockByNumber', 'main', '18446744073709551616')).toBe(
      `${unreadable}"18446744073709551616": value out of range`,
    );
  });

  test('services 69: transactions by id', async () => {
    const { transactionId, blockNumber } = await commit(client, [
      { do: 'put', key: fresh('key'), value: 'v' },
    ]);
    const found = decode(
      ProcessedTransaction,
      (await query('GetTransactionByID', 'main', transactionId)).payload,
    );
    expect(found.validationCode).toBe(0);
    expect(numberOf((await query('GetBlockByTxID', 'main', transactionId)).payload)).toBe(
      blockNumber,
    );
    expect(await refusal('GetTransactionByID', 'main', 'none')).toBe(
      'Failed to get transaction with id none, error no such transaction ID [none] in index',
    );
    expect(await refusal('GetBlockByTxID', 'main', 'none')).toBe(
      'Failed to get block for txID none, error no such transaction ID [none] in index',
    );
  });

  test('services 69: blocks by hash, and questions that cannot be answered', async () => {
    const first = decode(Block, (await query('GetBlockByNumber', 'main', '1')).payload);
    const byHash = await askPeer(
      client,
      'qscc',
      ['GetBlockByHash', 'main', first.header!.previousHash],
      'main',
    );
    expect(numberOf(byHash.payload)).toBe(0n);
    expect(await refusal('GetBlockByHash', 'main', 'ab')).toBe(
      'Failed to get block hash ab, error no such block hash [6162] in index',
    );
    expect(await refusal('GetChainInfo', 'nowhere')).toBe('Invalid chain ID, nowhere');
    expect(await refusal('GetBlockByNumber', 'main')).toBe(
      'missing 3rd argument for GetBlockByNumber',
    );
    expect(await refusal('Nothing', 'main', 'x')).toBe(
      'access denied for [Nothing][main]: [Unmapped policy for qscc/Nothing]',
    );
  });

  test('services 69: who may not read a channel', async () => {
    const omega = network.client(OMEGA);
    const answer = await askPeer(omega, 'qscc', ['GetChainInfo', 'main'], 'second');
    expect(answer.status).toBe(500);
    expect(answer.message).toMatch(
      /^access denied for \[GetChainInfo\]\[main\]: \[Failed evaluating policy on signed data during check policy on channel \[main\] with policy \[\/Channel\/Application\/Readers\]: \[/,
    );
  });

  test('services 69: the configuration of a channel', async () => {
    const block = await askPeer(client, 'cscc', ['GetConfigBlock', 'main'], 'main');
    expect(ChannelBundle.fromBlock(block.payload).channelId).toBe('main');
    const config = await askPeer(client, 'cscc', ['GetChannelConfig', 'main'], 'main');
    expect(decode(Config, config.payload).channelGroup?.groups.length).toBe(2);
    const unknown = await askPeer(client, 'cscc', ['GetConfigBlock', 'nowhere'], 'main');
    expect(unknown).toMatchObject({
      status: 500,
      message:
        'access denied for [GetConfigBlock][nowhere]: Failed to get policy manager for channel [nowhere]',
    });
    expect(await askPeer(client, 'cscc', ['Leave', 'main'], 'main')).toMatchObject({
      status: 500,
      message: 'Requested function Leave not found.',
    });
  });

  test('services 70: join twice', async () => {
    const { payload } = await askPeer(client, 'qscc', ['GetBlockByNumber', 'main', '0'], 'main');
    expect(await join(payload)).toMatchObject({
      status: 500,
      message:
        'cannot create ledger from genesis block: ledger [main] already exists with state [ACTIVE]',
    });
    const { payload: list } = await askPeer(admin, 'cscc', ['GetChannels']);
    const names = decode(Channels, list).channels.map(({ channelId }) => channelId);
    expect(names).toEqual(expect.arrayContaining(['main', 'second']));
  });

  test('services 70: join with somebody who is no administrator of the peer', async () => {
    const genesis = buildGenesisBlock(channelSpec(network), ambient());
    const { status: code, message } = await join(genesis, network.client(ALPHA));
    expect(code).toBe(500);
    expect(message).toMatch(
      /^access denied for \[JoinChain\]\[own-\w+\]: \[Failed verifying that proposal's creator satisfies local MSP principal during channelless check policy with policy \[Admins\]: \[/,
    );
    const foreign = network.client(BETA, 'admin', { peer: network.peer(ALPHA) });
    expect(await failureOf(join(genesis, foreign))).toMatchObject({
      code: status.UNKNOWN,
      text: 'error validating proposal: access denied: channel [] creator org unknown, creator is malformed',
    });
  });

  test('services 70: join with a block that cannot be', async () => {
    const spec = channelSpec(network);
    const genesis = buildGenesisBlock(spec, ambient());
    const unfit = `"JoinChain" for channelID = ${spec.channelId} failed because of validation of configuration block, because of `;
    /** The block with another configuration. */
    const changed = (change: (tree: TreeGroup) => TreeGroup): Buffer => {
      const block = decode(Block, genesis);
      const payload = decode(Payload, decode(Envelope, block.data!.data[0]!).payload);
      const { config } = decode(ConfigEnvelope, payload.data);
      const channelGroup = writeTree(change(readTree(config!.channelGroup!)));
      const data = encode(ConfigEnvelope, { config: { channelGroup } });
      const entry = encode(Envelope, { payload: encode(Payload, { ...payload, data }) });
      return encode(Block, { ...block, data: { data: [entry] } });
    };
    expect((await join(Buffer.from('rubbish'))).message).toMatch(
      /^Failed to reconstruct the genesis block, /,
    );
    expect((await join(Buffer.alloc(0))).message).toMatch(
      /^"JoinChain" request failed to extract channel id from the block due to \[/,
    );
    const without = changed((tree) => removeElement(tree, '/Channel', 'groups', 'Application'));
    expect((await join(without)).message).toBe(
      `${unfit}Invalid configuration block, missing Application configuration group`,
    );
    const later = changed((tree) =>
      setValue(tree, '/Channel/Application', 'Capabilities', capability('V9_9')),
    );
    expect((await join(later)).message).toBe(
      `${unfit}Failed capabilities check: [Application capability V9_9 is required but not supported]`,
    );
  });
});
