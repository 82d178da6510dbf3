import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { removeElement, setValue } from '@argosy/protocol/configuration/edit';
import { readTree, writeTree, type TreeGroup } from '@argosy/protocol/configuration/tree';
import { buildGenesisBlock } from '@argosy/protocol/genesis';
import { capability } from '@argosy/protocol/genesis/policies';
import { Block, Envelope, Payload } from '@argosy/protocol/messages/common';
import { ConfigEnvelope } from '@argosy/protocol/messages/configuration';
import { ProposalResponse, SignedProposal } from '@argosy/protocol/messages/proposal';
import { ChannelQueryResponse } from '@argosy/protocol/messages/queries';
import { decode, encode } from '@argosy/protocol/wire';
import { ambient, OrderedNetwork } from '../../test-support/ordered-network.js';
import { propose } from '../../test-support/proposals.js';
import type { TestClient } from '../../test-support/test-client.js';

describe('cscc of a peer that has joined nothing', () => {
  let network: OrderedNetwork;
  let admin: TestClient;

  beforeAll(async () => {
    network = await OrderedNetwork.start({ joined: false });
    admin = await network.client('BankA', 'admin', { peer: 0 });
  }, 30_000);
  afterAll(() => network.close());

  const ask = async (client: TestClient, name: string, ...args: Uint8Array[]) => {
    const call = { channelId: '', chaincodeName: 'cscc', args: [name, ...args] };
    const { signed } = propose(client.signer, call);
    const request = encode(SignedProposal, signed);
    const answer = await client.call('/protos.Endorser/ProcessProposal', request);
    return decode(ProposalResponse, answer).response!;
  };
  const refusal = async (client: TestClient, name: string, ...args: Uint8Array[]) => {
    const { status, message } = await ask(client, name, ...args);
    expect(status).toBe(500);
    return message;
  };
  const channels = async (client: TestClient) =>
    decode(ChannelQueryResponse, (await ask(client, 'GetChannels')).payload).channels.map(
      ({ channelId }) => channelId,
    );
  /** The block with another configuration. */
  const changed = (change: (tree: TreeGroup) => TreeGroup): Buffer => {
    const block = decode(Block, network.genesis);
    const payload = decode(Payload, decode(Envelope, block.data!.data[0]!).payload);
    const { config } = decode(ConfigEnvelope, payload.data);
    const channelGroup = writeTree(change(readTree(config!.channelGroup!)));
    const data = encode(ConfigEnvelope, { config: { channelGroup } });
    const entry = encode(Envelope, { payload: encode(Payload, { ...payload, data }) });
    return encode(Block, { ...block, data: { data: [entry] } });
  };
  const unfit =
    '"JoinChain" for channelID = trade failed because of validation of configuration block, because of ';

  test('has no channels', async () => {
    expect(await channels(admin)).toEqual([]);
    expect(await channels(await network.client('BankA', 'client', { peer: 0 }))).toEqual([]);
  });

  test('services 70: join with a block that cannot be', async () => {
    expect(await refusal(admin, 'JoinChain', Buffer.from('rubbish'))).toMatch(
      /^Failed to reconstruct the genesis block, /,
    );
    expect(await refusal(admin, 'JoinChain', Buffer.alloc(0))).toMatch(
      /^"JoinChain" request failed to extract channel id from the block due to \[/,
    );
    const without = changed((tree) => removeElement(tree, '/Channel', 'groups', 'Application'));
    expect(await refusal(admin, 'JoinChain', without)).toBe(
      `${unfit}Invalid configuration block, missing Application configuration group`,
    );
    const later = changed((tree) => setValue(tree, '/Channel', 'Capabilities', capability('V9_9')));
    expect(await refusal(admin, 'JoinChain', later)).toBe(
      `${unfit}Failed capabilities check: [Channel capability V9_9 is required but not supported]`,
    );
  });

  test('services 70: join with somebody who is no administrator of the peer', async () => {
    const client = await network.client('BankA', 'client', { peer: 0 });
    expect(await refusal(client, 'JoinChain', network.genesis)).toMatch(
      /^access denied for \[JoinChain\]\[trade\]: \[Failed verifying that proposal's creator satisfies local MSP principal during channelless check policy with policy \[Admins\]: \[/,
    );
    const foreign = await network.client('BankB', 'admin', { peer: 0 });
    await expect(ask(foreign, 'JoinChain', network.genesis)).rejects.toThrow(
      'access denied: channel [] creator org unknown, creator is malformed',
    );
  });

  test('services 70: join, and join twice', async () => {
    expect(await ask(admin, 'JoinChain', network.genesis)).toMatchObject({ status: 200 });
    expect(await channels(admin)).toEqual(['trade']);
    expect(await refusal(admin, 'JoinChain', network.genesis)).toBe(
      'cannot create ledger from genesis block: ledger [trade] already exists with state [ACTIVE]',
    );
    const other = await network.client('BankB', 'admin', { peer: 1 });
    expect(await channels(other)).toEqual([]);
    expect(await refusal(other, 'JoinChain', buildGenesisBlock(network.spec, ambient()))).toBe(
      'the network has a channel trade that this block is not of',
    );
  });

  test('what was joined is joined after a restart', async () => {
    await network.devnet.close();
    await network.open();
    expect(await channels(admin)).toEqual(['trade']);
  });

  test('no snapshots, and nothing else', async () => {
    expect(await refusal(admin, 'JoinChainBySnapshot', Buffer.from('/tmp/x'))).toBe(
      'this development network has no snapshots of ledgers: join by the block with which the channel begins',
    );
    expect(await refusal(admin, 'JoinChainBySnapshot', Buffer.alloc(0))).toBe(
      'Cannot join the channel, no snapshot directory provided',
    );
    expect(await ask(admin, 'JoinBySnapshotStatus')).toMatchObject({ status: 200 });
    expect(await refusal(admin, 'JoinChain')).toBe('Incorrect number of arguments, 1');
    expect(await refusal(admin, 'Leave', Buffer.from('trade'))).toBe(
      'Requested function Leave not found.',
    );
  });
});
