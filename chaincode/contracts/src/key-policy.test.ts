// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../test-support/quiet-fabric.js';
import { expect, test } from '@jest/globals';
import fabricShim from 'fabric-shim';
import { readSignaturePolicy } from '../test-support/ledger/signature-policy.js';
import { nobodysPolicy, peersPolicy } from './key-policy.js';

const named = (count: number, length = 12) =>
  Array.from({ length: count }, (_, at) => String(at).padStart(length, 'M'));

test.each([[1], [2], [3], [10]])('%i peers: the bytes of the shim’s own builder', (count) => {
  for (const length of [2, 64]) {
    const policy = new fabricShim.KeyEndorsementPolicy();
    policy.addOrgs('PEER', ...named(count, length));
    expect(peersPolicy(named(count, length)).equals(policy.getPolicy())).toBe(true);
  }
});

test('what a byte of length cannot hold is refused', () => {
  expect(() => peersPolicy(named(1, 119))).not.toThrow();
  expect(() => peersPolicy(named(1, 124))).toThrow(RangeError);
});

test('nobody’s is met by none', () => {
  expect(readSignaturePolicy(nobodysPolicy)).toEqual({ outOf: 1, of: [] });
});
