import { connect, createServer } from 'node:net';
import { status } from '@grpc/grpc-js';
import { afterEach, describe, expect, test } from '@jest/globals';
import { setValue } from '@argosy/protocol/configuration/edit';
import { BatchTimeout } from '@argosy/protocol/messages/configuration';
import { encode } from '@argosy/protocol/wire';
import { failureOf } from '../../test-support/failure.js';
import {
  answerTo,
  deliver,
  from,
  message,
  seekEnvelope,
  signedUpdate,
} from '../../test-support/orderer-calls.js';
import { OrderedNetwork } from '../../test-support/ordered-network.js';
import type { TestClient } from '../../test-support/test-client.js';
import { until } from '../../test-support/until.js';

const portOf = (address: string): number => Number(address.split(':')[1]);

/** How it ends when somebody connects: an error's code, or that the other side answers. */
const knock = (address: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(portOf(address), '127.0.0.1');
    const done = (how: string): void => {
      socket.destroy();
      resolve(how);
    };
    socket.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? 'unknown'));
    socket.on('end', () => done('ended'));
    socket.on('connect', () => setTimeout(() => done('open'), 300).unref());
  });

/** How it ends when another program wants the address. */
const take = (address: string): Promise<string> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? 'unknown');
    });
    server.listen(portOf(address), '127.0.0.1', () => {
      server.close(() => {
        resolve('taken');
      });
    });
  });

describe.each(['etcdraft', 'BFT'] as const)('orderers that are stopped (%s)', (consensus) => {
  let network: OrderedNetwork;
  afterEach(() => network.close());

  const start = async (): Promise<TestClient[]> => {
    network = await OrderedNetwork.start({ consensus, orderers: 4 });
    return Promise.all(
      [0, 1, 2, 3].map((orderer) => network.client('BankA', 'client', { orderer })),
    );
  };
  const height = (): bigint => network.channel.ledger.height;

  test('end their streams, keep their addresses, and go on where the others are', async () => {
    const [first, second] = await start();
    const { controls } = network.devnet;
    const { endpoint, admin, operations } = network.config.consenters[0]!;
    const seek = seekEnvelope(first!.signer, { start: from(1n), stop: from(100n), behavior: 0 });
    const delivered = failureOf(deliver(first!, seek));
    expect((await answerTo(first!, message(first!.signer))).status).toBe(200);
    await until(() => height() === 2n);
    await controls.stop('Orderer1:1');
    expect((await delivered).code).toBe(status.UNAVAILABLE);
    expect((await failureOf(answerTo(first!, message(first!.signer)))).code).toBe(
      status.UNAVAILABLE,
    );
    for (const address of [endpoint!, admin!.endpoint, operations!.endpoint]) {
      expect(['ECONNRESET', 'ended']).toContain(await knock(address));
      expect(await take(address)).toBe('EADDRINUSE');
    }
    expect((await answerTo(second!, message(second!.signer))).status).toBe(200);
    await until(() => height() === 3n);
    await controls.start('Orderer1:1');
    expect(await knock(endpoint!)).toBe('open');
    const again = await network.client('BankA', 'client', { orderer: 0 });
    const blocks = await deliver(
      again,
      seekEnvelope(again.signer, { start: from(1n), stop: from(2n), behavior: 0 }),
    );
    expect(blocks).toHaveLength(3);
  }, 60_000);

  test('what they took can be held, rubbish and updates of the configuration as well', async () => {
    const [first] = await start();
    const { faults } = network.devnet.controls;
    faults.add({ when: { creatorMsp: 'BankA' }, then: { action: 'hold' } });
    const admins = await Promise.all(
      ['BankA', 'BankB', 'Orderer1', 'Orderer2', 'Orderer3'].map((mspId) =>
        network.enrol(mspId, 'admin'),
      ),
    );
    const { bundle } = network.channel;
    const value = encode(BatchTimeout, { timeout: '1s' });
    const tree = setValue(bundle.tree, '/Channel/Orderer', 'BatchTimeout', value);
    for (const one of [message(first!.signer), signedUpdate(bundle, tree, admins)])
      expect(await answerTo(first!, one)).toEqual({ status: 200, info: '' });
    expect(faults.envelopes().map(({ chaincode, state }) => [chaincode, state])).toEqual([
      [undefined, 'waits'],
      [undefined, 'waits'],
    ]);
    expect(height()).toBe(1n);
    faults.release();
    await until(() => height() === 3n);
    expect(network.channel.bundle.sequence).toBe(1n);
  }, 60_000);

  test('are too many when a quorum is gone; what was taken is ordered when it is there again', async () => {
    const [, , third] = await start();
    const { controls } = network.devnet;
    for (const name of ['Orderer1:1', 'Orderer2:2']) await controls.stop(name);
    const answer = await answerTo(third!, message(third!.signer));
    expect(answer).toEqual(
      consensus === 'BFT' ? { status: 200, info: '' } : { status: 503, info: 'no Raft leader' },
    );
    expect(controls.channel('trade')).toMatchObject({
      height: 1,
      hasQuorum: false,
      waiting: consensus === 'BFT' ? [expect.any(String)] : [],
    });
    await controls.start('Orderer2:2');
    if (consensus === 'BFT') await until(() => height() === 2n);
    expect((await answerTo(third!, message(third!.signer))).status).toBe(200);
    await until(() => height() === (consensus === 'BFT' ? 3n : 2n));
  }, 60_000);
});
