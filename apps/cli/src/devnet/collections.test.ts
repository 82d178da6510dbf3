import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CollectionConfigPackage } from '@argosy/protocol/messages/collections';
import { describeSignaturePolicy } from '@argosy/protocol/policy-text';
import { decode, encode } from '@argosy/protocol/wire';
import { readCollections } from './collections.js';

let file = '';
beforeAll(() => {
  file = join(mkdtempSync(join(tmpdir(), 'argosy-collections-')), 'collections_config.json');
});
afterAll(() => rmSync(join(file, '..'), { recursive: true, force: true }));

const read = (content: unknown) => {
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  const { config } = decode(
    CollectionConfigPackage,
    encode(CollectionConfigPackage, readCollections(file)),
  );
  return config.map(({ staticCollectionConfig }) => staticCollectionConfig);
};

test('a collection as the samples write it', () => {
  const [collection] = read([
    {
      name: 'assetCollection',
      policy: "OR('Org1MSP.member', 'Org2MSP.member')",
      requiredPeerCount: 1,
      maxPeerCount: 3,
      blockToLive: 1_000_000,
      memberOnlyRead: true,
      memberOnlyWrite: true,
      endorsementPolicy: { signaturePolicy: "OR('Org1MSP.member')" },
    },
  ]);
  expect(collection).toMatchObject({
    name: 'assetCollection',
    requiredPeerCount: 1,
    maximumPeerCount: 3,
    blockToLive: 1_000_000n,
    memberOnlyRead: true,
    memberOnlyWrite: true,
  });
  const { memberOrgsPolicy, endorsementPolicy } = collection ?? {};
  const words = [memberOrgsPolicy?.signaturePolicy, endorsementPolicy?.signaturePolicy].map(
    (it) => it && describeSignaturePolicy(it),
  );
  expect(words).toEqual(['1 of (Org1MSP.member, Org2MSP.member)', '1 of (Org1MSP.member)']);
});

test('what is left out is as the peer program has it', () => {
  const [collection] = read([{ name: 'c', policy: "OR('A.member')", comment: 'not known' }]);
  expect(collection).toMatchObject({
    requiredPeerCount: 0,
    maximumPeerCount: 1,
    blockToLive: 0n,
    memberOnlyRead: false,
    memberOnlyWrite: false,
    endorsementPolicy: undefined,
  });
});

test('an endorsement policy of the channel is referred to', () => {
  const endorsementPolicy = { channelConfigPolicy: '/Channel/Application/Admins' };
  const [collection] = read([{ name: 'c', policy: "OR('A.member')", endorsementPolicy }]);
  expect(collection?.endorsementPolicy?.channelConfigPolicyReference).toBe(
    '/Channel/Application/Admins',
  );
});

describe('what cannot be used is refused with its place', () => {
  const one = { name: 'c', policy: "OR('A.member')" };
  test.each([
    ['no JSON', '[', 'Unexpected end of JSON input'],
    ['no list', {}, 'expected array'],
    ['no name', [{ policy: one.policy }], 'at [0].name'],
    ['a negative count', [{ ...one, maxPeerCount: -1 }], 'at [0].maxPeerCount'],
    ['a policy', [{ ...one, policy: 'OR(' }], 'the policy of c: expected AND, OR or OutOf'],
    [
      'an endorsement policy',
      [{ ...one, endorsementPolicy: { signaturePolicy: "AND('A')" } }],
      "the endorsement policy of c: 'A' is no principal",
    ],
    [
      'two endorsement policies',
      [{ ...one, endorsementPolicy: { signaturePolicy: one.policy, channelConfigPolicy: '/x' } }],
      'not both',
    ],
  ])('%s', (_, content, reason) => {
    expect(() => read(content)).toThrow(reason);
    expect(() => read(content)).toThrow(`The collections in ${file} cannot be used`);
  });

  test('a file that is not there', () => {
    expect(() => readCollections(`${file}.missing`)).toThrow('ENOENT');
  });
});
