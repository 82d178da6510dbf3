import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ControlClient } from '@argosy/devnet/controls/client';
import { validationCode } from '@argosy/protocol/validation-code';
import { order } from './support/clients.js';
import { Deal, untilPresented } from './support/deal.js';
import { foundRegisters } from './support/founding.js';
import { startHarbour } from './support/harbour.js';
import type { Harbour } from './support/harbour.js';

let harbour: Harbour;

beforeAll(async () => {
  harbour = await startHarbour();
  await foundRegisters(harbour.clients);
}, 90_000);
afterAll(() => harbour.stop(), 30_000);

describe('of two racers on one credit one wins, and the other is told so', () => {
  const { VALID, MVCC_READ_CONFLICT, ENDORSEMENT_POLICY_FAILURE } = validationCode;

  /** Endorsed on the same state, and ordered at once: how the one that does not win stands. */
  async function race(deal: Deal, name: 'issue' | 'advise'): Promise<unknown> {
    const { by, channel, name: called } = deal.acts[name];
    const command = deal.commandOf(name);
    const racers = await Promise.all(
      [1, 2].map(() => deal.as(by).endorse(channel, called, command)),
    );
    const codes = (await Promise.all(racers.map(order))).map(({ code }) => code);
    expect(codes).toContain(VALID);
    expect(await deal.isTold(by, channel, called, command)).toBe('ACTION_WRONG_STATUS');
    return codes.find((code) => code !== VALID);
  }

  test('by issuing it, and by advising it', async () => {
    const deal = new Deal(harbour.clients, 'RACE');
    await deal.take('apply');
    // The account of drawings is made with the issue: its policy, new in the same block, is one that nobody could have met.
    expect([MVCC_READ_CONFLICT, ENDORSEMENT_POLICY_FAILURE]).toContain(await race(deal, 'issue'));
    expect(await race(deal, 'advise')).toBe(MVCC_READ_CONFLICT);
    expect(await deal.take('acknowledge')).toMatchObject({ record: { version: 4 } });
  }, 30_000);
});

test('with the carrier’s peer stopped, presentations are refused and honoured', async () => {
  const [returned, honoured] = ['NOCARRIER1', 'NOCARRIER2'].map(
    (name) => new Deal(harbour.clients, name),
  );
  if (returned === undefined || honoured === undefined) throw new Error('There are two');
  for (const deal of [returned, honoured]) await deal.take(...untilPresented, 'examine');
  const { controls: address, peers } = harbour.network.engine;
  const peer = peers.find(({ msp }) => msp === 'CarrierMSP');
  if (address === undefined || peer === undefined) throw new Error('There is nothing to stop');
  const controls = await ControlClient.open(address);
  const node = `${peer.msp}:${peer.name}`;
  await controls.stop(node);
  const notice = returned.refusal('return');
  expect(await returned.isTold('anders', 'trade', 'bill:Issue', {})).toMatch(/UNAVAILABLE/);
  expect(await returned.does('henrik', 'trade', 'examination:Refuse', notice)).toBe('returned');
  await honoured.take('comply', 'honour');
  expect((await returned.possessors()).at(-1)).toBe('ExporterMSP');
  expect((await honoured.possessors()).at(-1)).toBe('ImporterMSP');
  await controls.start(node);
}, 60_000);
