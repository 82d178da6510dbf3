import { describe, expect, test } from '@jest/globals';
import { CollectionConfigPackage } from '@argosy/protocol/messages/collections';
import {
  ChaincodeData,
  ChaincodeValidationInfo,
  StateData,
  StateMetadata,
} from '@argosy/protocol/messages/lifecycle';
import { MSPRole } from '@argosy/protocol/messages/policies';
import { decode, encode } from '@argosy/protocol/wire';
import { collectionConfig } from './collections.js';
import {
  LEGACY_LIFECYCLE,
  LIFECYCLE,
  chaincodeDefinition,
  committed,
  definitionSequence,
  fieldKey,
  legacyDefinition,
  metadataKey,
} from './definitions.js';

const bytes = (value: Uint8Array): Buffer => encode(StateData, { bytes: value });
const policy = { channelConfigPolicyReference: '/Channel/Application/Endorsement' };
const collections = encode(CollectionConfigPackage, {
  config: [
    { staticCollectionConfig: { name: 'brief', blockToLive: 3n, memberOnlyRead: true } },
    { staticCollectionConfig: { name: 'own', endorsementPolicy: policy } },
    { staticCollectionConfig: { name: 'brief', blockToLive: 9n } },
    {},
  ],
});

/** A state that holds these values, each under `namespace/key`. */
function stateOf(values: Readonly<Record<string, Uint8Array>>) {
  const version = { blockNum: 1n, txNum: 0n };
  return {
    get: (namespace: string, key: string) => {
      const value = values[`${namespace}/${key}`];
      return value && { value, metadata: [], version };
    },
  };
}

const metadata = {
  [`${LIFECYCLE}/${metadataKey('cc')}`]: encode(StateMetadata, { datatype: 'ChaincodeDefinition' }),
};
const inLifecycle = (key: string): string => `${LIFECYCLE}/${key}`;
const newer = stateOf({
  ...metadata,
  [inLifecycle(fieldKey('cc', 'Sequence'))]: encode(StateData, { int64: 2n }),
  [inLifecycle(fieldKey('cc', 'ValidationInfo'))]: bytes(
    encode(ChaincodeValidationInfo, {
      validationPlugin: 'vscc',
      validationParameter: Buffer.of(1),
    }),
  ),
  [inLifecycle(fieldKey('cc', 'Collections'))]: bytes(collections),
});
const older = stateOf({
  [`${LEGACY_LIFECYCLE}/cc`]: encode(ChaincodeData, { vscc: 'vscc', policy: Buffer.of(1) }),
  [`${LEGACY_LIFECYCLE}/cc~collection`]: collections,
});

describe('a definition', () => {
  test('is read from its fields, and those that are missing are empty', () => {
    const read = committed(newer);
    expect(chaincodeDefinition(read, 'cc')).toMatchObject({
      sequence: 2n,
      version: '',
      initRequired: false,
      endorsementPlugin: '',
      validationPlugin: 'vscc',
    });
    expect(chaincodeDefinition(read, 'other')).toBeUndefined();
    expect(definitionSequence(read, 'other')).toBe(0n);
    expect(legacyDefinition(read, 'cc')).toBeUndefined();
    expect(legacyDefinition(committed(older), 'cc')?.validationPlugin).toBe('vscc');
  });

  const sequence = inLifecycle(fieldKey('cc', 'Sequence'));
  const info = inLifecycle(fieldKey('cc', 'EndorsementInfo'));
  test.each([
    [
      'of another kind',
      { [`${LIFECYCLE}/${metadataKey('cc')}`]: encode(StateMetadata, { datatype: 'x' }) },
      'not a chaincode',
    ],
    [
      'whose kind cannot be read',
      { [`${LIFECYCLE}/${metadataKey('cc')}`]: Buffer.of(0xff) },
      'parse',
    ],
    ['whose sequence is bytes', { [sequence]: bytes(Buffer.of(1)) }, 'is not a number'],
    ['whose field is a number', { [info]: encode(StateData, { int64: 1n }) }, 'is not bytes'],
    ['whose field is a string', { [info]: encode(StateData, { string: '' }) }, 'is not bytes'],
    ['whose field cannot be read', { [info]: bytes(Buffer.of(0xff)) }, 'parse'],
  ])('%s is refused', (_, entries, why) => {
    const read = committed(stateOf({ ...metadata, ...entries }));
    expect(() => chaincodeDefinition(read, 'cc')).toThrow(why);
  });
});

describe('a collection', () => {
  test('is the first of its name in the definition', () => {
    expect(collectionConfig(newer, 'cc', 'brief')).toMatchObject({
      name: 'brief',
      blockToLive: 3n,
      memberOnlyRead: true,
      memberOnlyWrite: false,
      memberOrgsPolicy: undefined,
      endorsementPolicy: undefined,
      implicit: false,
    });
    expect(collectionConfig(newer, 'cc', 'none')).toBeUndefined();
    expect(collectionConfig(newer, 'other', 'brief')).toBeUndefined();
  });

  test('has its own policy in the newer life cycle, and none in the older', () => {
    expect(collectionConfig(newer, 'cc', 'own')?.endorsementPolicy?.length).toBeGreaterThan(0);
    expect(collectionConfig(older, 'cc', 'own')).toMatchObject({
      name: 'own',
      endorsementPolicy: undefined,
    });
  });

  test('of an organisation is there for every chaincode of the newer life cycle, and for the life cycle itself', () => {
    const name = '_implicit_org_BankMSP';
    const own = collectionConfig(newer, 'cc', name);
    expect(own).toMatchObject({ name, blockToLive: 0n, implicit: true });
    const [principal] = own?.memberOrgsPolicy?.identities ?? [];
    expect(decode(MSPRole, principal?.principal ?? Buffer.of())).toMatchObject({
      mspIdentifier: 'BankMSP',
      role: 0,
    });
    expect(collectionConfig(newer, LIFECYCLE, name)?.implicit).toBe(true);
    expect(collectionConfig(older, 'cc', name)).toBeUndefined();
    expect(collectionConfig(newer, 'other', name)).toBeUndefined();
    expect(collectionConfig(newer, LIFECYCLE, 'brief')).toBeUndefined();
  });
});
