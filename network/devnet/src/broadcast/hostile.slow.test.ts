import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { status } from '@grpc/grpc-js';
import { Chance } from '../../../../test/support/chance.js';
import { answerTo, message, seekEnvelope } from '../../test-support/orderer-calls.js';
import { OrderedNetwork } from '../../test-support/ordered-network.js';
import { CHANNELS, form, ParticipationClient } from '../../test-support/participation-client.js';
import { endingOf } from '../../test-support/raw-call.js';
import type { TestClient } from '../../test-support/test-client.js';

/** ARGOSY_FUZZ_RUNS=10000 ARGOSY_FUZZ_SEED=7 for a longer search of one's own. */
const RUNS = Number(process.env['ARGOSY_FUZZ_RUNS'] ?? 60);
const SEED = Number(process.env['ARGOSY_FUZZ_SEED'] ?? 1);

describe('an orderer and hostile clients', () => {
  let network: OrderedNetwork;
  let client: TestClient;
  let operator: ParticipationClient;

  beforeAll(async () => {
    network = await OrderedNetwork.start();
    client = await network.client('BankA');
    operator = await ParticipationClient.of(network);
  }, 30_000);
  afterAll(() => network.close());

  const changed = (chance: Chance, bytes: Uint8Array): Buffer => {
    const copy = Buffer.from(bytes);
    for (let i = 0; i <= chance.below(3); i++) copy[chance.below(copy.length)] = chance.below(256);
    return copy.subarray(0, chance.below(4) === 0 ? chance.below(copy.length) : copy.length);
  };
  const expectWell = async () => {
    expect(await answerTo(client, message(client.signer))).toEqual({ status: 200, info: '' });
  };

  test('changed envelopes are answered, whatever they say', async () => {
    const chance = new Chance(SEED);
    const seek = { start: { oldest: {} }, stop: { oldest: {} } };
    for (let run = 0; run < RUNS; run++) {
      const envelope = changed(chance, message(client.signer, 40));
      const asked = changed(chance, seekEnvelope(client.signer, seek));
      const endings = await Promise.all([
        endingOf(client, '/orderer.AtomicBroadcast/Broadcast', [envelope], 5_000),
        endingOf(client, '/orderer.AtomicBroadcast/Deliver', [asked], 5_000),
      ]);
      for (const { code } of endings)
        expect([status.OK, status.UNKNOWN, status.INTERNAL]).toContain(code);
    }
    await expectWell();
  }, 60_000);

  test('changed blocks and forms join nothing', async () => {
    const chance = new Chance(SEED);
    const right = form(['config-block', network.genesis]);
    for (let run = 0; run < RUNS; run++) {
      const body = changed(chance, right.body);
      const answer = await operator.call('POST', CHANNELS, { ...right, body });
      expect([400, 405]).toContain(answer.status);
    }
    expect(network.devnet.channels.size).toBe(1);
    await expectWell();
  }, 60_000);

  test('a body without end, and paths that are none', async () => {
    const body = Buffer.alloc(2 * 1024 * 1024);
    const large = await operator
      .call('POST', CHANNELS, { ...form(), body })
      .then((answer) => answer.status)
      // The server may be gone before all is sent.
      .catch(() => 400);
    expect(large).toBe(400);
    for (const path of ['/', '/participation/v2', '//', `${CHANNELS}/`, `${CHANNELS}/a/b/c/d`]) {
      expect((await operator.call('GET', path)).status).toBe(404);
    }
    expect((await operator.call('GET', `${CHANNELS}/%E0%A4%A`)).status).toBe(400);
    await expectWell();
  }, 60_000);
});
