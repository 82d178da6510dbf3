import { readFileSync } from 'node:fs';
import { Client, credentials, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect, hash } from '@hyperledger/fabric-gateway';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { setValue } from '@argosy/protocol/configuration/edit';
import { ACLs } from '@argosy/protocol/messages/configuration';
import { encode } from '@argosy/protocol/wire';
import { failureOf } from '../../../network/devnet/test-support/failure.js';
import {
  answerTo,
  blindUpdate,
  type BroadcastAnswer,
} from '../../../network/devnet/test-support/orderer-calls.js';
import type { TestClient } from '../../../network/devnet/test-support/test-client.js';
import { askPeer } from './support/calls.js';
import { makeChannel } from './support/channels.js';
import { fresh } from './support/names.js';
import { ALPHA, BETA, DELTA, SuiteNetwork } from './support/network.js';
import { ask, commit, contractOf, optionsOf, RUN, type Step } from './support/steps.js';
import { eventually } from './support/waiting.js';

const READERS = '/Channel/Application/Readers';

/** An orderer that has just joined has no leader, and says so. */
async function accepted(answer: Promise<BroadcastAnswer>): Promise<BroadcastAnswer> {
  const { status: code, info } = await answer;
  if (code === 503) throw new Error(info);
  return { status: code, info };
}

describe('a client whose organisation has no peer', () => {
  let network: SuiteNetwork;
  let client: TestClient;

  beforeAll(() => {
    network = new SuiteNetwork();
    client = network.client(DELTA);
  });
  afterAll(() => {
    network.close();
  });

  test('services 82: evaluates and submits at its host’s peer', async () => {
    const key = fresh('mine');
    expect(await ask(client, [{ do: 'creator' }])).toEqual([DELTA]);
    expect((await commit(client, [{ do: 'put', key, value: 'v' }])).code).toBe(0);
    expect(await ask(client, [{ do: 'get', key }])).toEqual(['v']);
  });

  test('services 82: shows transient data to its host', async () => {
    const transient = { secret: 's' };
    expect(await ask(client, [{ do: 'transient' }])).toEqual([[]]);
    const answer = await contractOf(client).evaluate(
      RUN,
      optionsOf([{ do: 'transient' }], { transient }),
    );
    expect(JSON.parse(Buffer.from(answer).toString())).toEqual([['secret']]);
  });

  test('services 82: cannot have its own organisation endorse', async () => {
    const steps: Step[] = [{ do: 'put', key: fresh('key'), value: 'v' }];
    const failure = await failureOf(commit(client, steps, { organisations: [DELTA] }));
    expect([failure.code, failure.text]).toEqual([
      status.UNAVAILABLE,
      `failed to find any endorsing peers for org(s): ${DELTA}`,
    ]);
  });

  test('services 82: receives events there', async () => {
    const name = fresh('shipped');
    const events = await client.network('main').getChaincodeEvents('ops');
    const seen = (async () => {
      for await (const { eventName } of events) if (eventName === name) return eventName;
      return undefined;
    })();
    // The stream begins with the next block once the peer has it.
    await commit(client, [{ do: 'put', key: fresh('key'), value: 'v' }]);
    const steps: Step[] = [
      { do: 'put', key: fresh('key'), value: 'v' },
      { do: 'event', key: name },
    ];
    await commit(client, steps);
    expect(await seen).toBe(name);
    events.close();
  });

  test('services 82: is a stranger to the peer itself', async () => {
    expect(await failureOf(askPeer(client, 'cscc', ['GetChannels']))).toMatchObject({
      code: status.UNKNOWN,
      text: 'error validating proposal: access denied: channel [] creator org unknown, creator is malformed',
    });
  });

  test('services 82: its organisation counts in a majority', async () => {
    const channel = await makeChannel(network, { members: [ALPHA, BETA, DELTA] });
    const bundle = ChannelBundle.fromBlock(channel.genesis);
    const acls = encode(ACLs, { acls: [{ key: 'event/Block', value: { policyRef: READERS } }] });
    const tree = setValue(bundle.tree, '/Channel/Application', 'ACLs', acls);
    const orderer = network.atOrderer(ALPHA);
    const answerFor = (...organisations: string[]) => {
      const admins = organisations.map((msp) => network.signer(msp, 'admin'));
      return answerTo(orderer, blindUpdate(bundle, tree, admins));
    };
    // Two of three are a majority, whether they have peers or not.
    expect((await answerFor(DELTA)).info).toMatch(
      /^error applying config update to existing channel/,
    );
    expect(await eventually(() => accepted(answerFor(BETA, DELTA)))).toEqual({
      status: 200,
      info: '',
    });
  });

  test('services 83: a result above 4 MiB needs a larger limit at the client', async () => {
    const size = 5 * 1024 * 1024;
    const steps: Step[] = [{ do: 'large', count: size }];
    const failure = await failureOf(contractOf(client).evaluate(RUN, optionsOf(steps)));
    expect(failure.code).toBe(status.RESOURCE_EXHAUSTED);
    const { endpoint, tlsCa } = network.peer(ALPHA);
    const tls = credentials.createSsl(readFileSync(tlsCa));
    const connection = new Client(endpoint, tls, { 'grpc.max_receive_message_length': -1 });
    const { certificate } = network.material.identity(DELTA, 'user');
    const gateway = connect({
      client: connection,
      identity: { mspId: DELTA, credentials: Buffer.from(certificate) },
      signer: (message) => Promise.resolve(client.signer.sign(message)),
      hash: hash.none,
    });
    const contract = gateway.getNetwork('main').getContract('ops');
    expect(await contract.evaluate(RUN, optionsOf(steps))).toHaveLength(size);
    gateway.close();
    connection.close();
  });
});
