import { expect, test } from '@jest/globals';
import { implicitCollection } from '../collections.js';
import { LIFECYCLE } from '../definitions.js';
import { clearSpace, hashedSpace } from '../spaces.js';
import type { StateEntry, StateView } from '../state.js';
import { PrivateView } from './private-view.js';

const entry: StateEntry = {
  value: Buffer.from('v'),
  metadata: [],
  version: { blockNum: 1n, txNum: 0n },
};
const own = clearSpace(LIFECYCLE, implicitCollection('A'));

const state: StateView = {
  height: 5n,
  get: (space) => (space === LIFECYCLE ? undefined : entry),
  async *range() {
    yield ['k', entry] as const;
  },
};

async function keysIn(view: StateView, space: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const [key] of view.range(space, '', '')) keys.push(key);
  return keys;
}

test.each([
  ['A', own, true],
  ['B', own, false],
  ['B', hashedSpace(LIFECYCLE, implicitCollection('A')), true],
  ['B', 'cc', true],
  ['A', clearSpace('cc', 'unknown'), false],
])('%s sees %s: %s', async (mspId, space, sees) => {
  const view = new PrivateView(state, mspId);
  expect(view.height).toBe(5n);
  expect(view.get(space, 'k')).toBe(sees ? entry : undefined);
  expect(await keysIn(view, space)).toEqual(sees ? ['k'] : []);
});
