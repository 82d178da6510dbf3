import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildGenesisBlock } from '@argosy/protocol/genesis';
import { Envelope } from '@argosy/protocol/messages/common';
import { SubmitRequest } from '@argosy/protocol/messages/gateway';
import { ProposalResponse, SignedProposal } from '@argosy/protocol/messages/proposal';
import { decode, encode } from '@argosy/protocol/wire';
import { failureOf } from '../test-support/failure.js';
import { envelope } from '../test-support/orderer-calls.js';
import { ambient, OrderedNetwork } from '../test-support/ordered-network.js';
import { ParticipationClient } from '../test-support/participation-client.js';
import { propose } from '../test-support/proposals.js';
import type { TestClient } from '../test-support/test-client.js';
import { until } from '../test-support/until.js';

describe('channels that are brought up over the protocols', () => {
  let network: OrderedNetwork;
  let operator: ParticipationClient;
  let admins: TestClient[];
  let second: Buffer;

  beforeAll(async () => {
    network = await OrderedNetwork.start({ consensus: 'BFT', orderers: 4, joined: false });
    operator = await ParticipationClient.of(network);
    admins = await Promise.all(
      ['BankA', 'BankB'].map((mspId, peer) => network.client(mspId, 'admin', { peer })),
    );
    second = buildGenesisBlock({ ...network.spec, channelId: 'second' }, ambient());
  }, 30_000);
  afterAll(() => network.close());

  const join = async (admin: TestClient, block: Uint8Array) => {
    const args = ['JoinChain', block];
    const { signed } = propose(admin.signer, { channelId: '', chaincodeName: 'cscc', args });
    const request = encode(SignedProposal, signed);
    const answer = await admin.call('/protos.Endorser/ProcessProposal', request);
    return decode(ProposalResponse, answer).response?.status;
  };
  const submit = (client: TestClient, channelId: string) => {
    const sent = decode(Envelope, envelope(client.signer, Buffer.from('x'), { channelId }));
    const request = encode(SubmitRequest, { channelId, preparedTransaction: sent });
    return client.call('/gateway.Gateway/Submit', request);
  };
  const height = (channelId: string) => network.devnet.channels.get(channelId)?.ledger.height;

  test('orderers and peers join; from then on transactions are ordered', async () => {
    for (const orderer of [0, 1, 2, 3])
      expect((await operator.join(network.genesis, orderer)).status).toBe(201);
    for (const admin of admins) expect(await join(admin, network.genesis)).toBe(200);
    await submit(admins[0]!, 'trade');
    await until(() => height('trade') === 2n);
  });

  test('a peer that joins before the orderers waits for them', async () => {
    expect(await join(admins[0]!, second)).toBe(200);
    expect((await failureOf(submit(admins[0]!, 'second'))).text).toMatch(/^insufficient number/);
    for (const orderer of [0, 1, 2]) await operator.join(second, orderer);
    await submit(admins[0]!, 'second');
    await until(() => height('second') === 2n);
    expect(height('trade')).toBe(2n);
  });

  test('a peer serves only the channels that it has joined', async () => {
    const info = (client: TestClient, channel: string) =>
      client.contract('qscc', channel).evaluateTransaction('GetChainInfo', channel);
    expect((await info(admins[0]!, 'second')).length).toBeGreaterThan(0);
    expect((await failureOf(info(admins[1]!, 'second'))).text).toBe(
      'failed to get config for channel [second]: could not get last config for channel second',
    );
    const elsewhere = admins[0]!
      .contract('qscc', 'second')
      .evaluate('GetChainInfo', { arguments: ['second'], endorsingOrganizations: ['BankB'] });
    expect((await failureOf(elsewhere)).text).toBe(
      'no peers available to evaluate chaincode qscc in channel second',
    );
  });

  test('and all is as it was after a restart', async () => {
    await network.devnet.close();
    await network.open();
    expect([height('trade'), height('second')]).toEqual([2n, 2n]);
    await submit(admins[0]!, 'second');
    await until(() => height('second') === 3n);
    expect(await join(admins[0]!, second)).toBe(500);
    expect(await join(admins[1]!, second)).toBe(200);
  });
});
