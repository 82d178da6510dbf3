import { describe, expect, test } from '@jest/globals';
import type { GatewayPeer } from './context.js';
import { KnownPlans } from './known-plans.js';

describe('plans that were made', () => {
  const peer = (address: string): GatewayPeer => ({ address }) as unknown as GatewayPeer;
  const [one, other] = [peer('one'), peer('other')];
  const question = { asked: 'kv', peers: [one, other], lifecycleHeight: 4n };

  test('are found again for the same question', () => {
    const plans = new KnownPlans();
    expect(plans.find(question)).toBeUndefined();
    plans.keep(question, [[one]]);
    expect(plans.find({ ...question, peers: [one, other] })).toEqual([[one]]);
  });

  test.each([
    ['something else is asked', { asked: 'other' }],
    ['a definition has changed', { lifecycleHeight: 5n }],
    ['a peer has gone', { peers: [one] }],
    ['another peer stands where one stood', { peers: [one, peer('other')] }],
  ])('are made again when %s', (_, change) => {
    const plans = new KnownPlans();
    plans.keep(question, [[one]]);
    expect(plans.find({ ...question, ...change })).toBeUndefined();
  });

  test('are not remembered without end', () => {
    const plans = new KnownPlans();
    for (let i = 0; i <= 1_000; i++) plans.keep({ ...question, asked: String(i) }, [[one]]);
    expect(plans.find({ ...question, asked: '0' })).toBeUndefined();
    expect(plans.find({ ...question, asked: '1000' })).toEqual([[one]]);
  });
});
