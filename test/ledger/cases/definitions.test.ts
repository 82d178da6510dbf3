import { beforeAll, describe, expect, test } from '@jest/globals';
import { LIFECYCLE, fieldKey, metadataKey } from '@argosy/ledger/definitions';
import {
  ChaincodeValidationInfo,
  StateData,
  StateMetadata,
} from '@argosy/protocol/messages/lifecycle';
import { ApplicationPolicy } from '@argosy/protocol/messages/policies';
import { encode } from '@argosy/protocol/wire';
import { definitionEntries, ownPolicy, referring } from '../../support/chaincode-definition.js';
import { TestChannel } from '../../support/channel.js';
import { all, any, member, policyOf } from '../../support/policies.js';
import { Stage } from '../../support/stage.js';
import type { Otherwise } from '../../support/stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});

/** The fields that a definition consists of, as they are stored; undefined leaves one out. */
const storing = (
  name: string,
  changes: Readonly<Record<string, Uint8Array | undefined>>,
): Buffer => {
  const entries = new Map<string, Uint8Array | undefined>(definitionEntries(name));
  for (const [key, value] of Object.entries(changes)) entries.set(key, value);
  const writes = [...entries].filter((it) => it[1] !== undefined);
  return stage.transaction({ [LIFECYCLE]: { writes } }, { chaincode: LIFECYCLE });
};
const calling = (chaincode: string, otherwise: Otherwise = {}): Buffer =>
  stage.transaction({ [chaincode]: { writes: [['a', '1']] } }, { chaincode, ...otherwise });

const bytes = (value: Uint8Array): Buffer => encode(StateData, { bytes: value });
const validation = (validationPlugin: string, validationParameter: Uint8Array): Buffer =>
  bytes(encode(ChaincodeValidationInfo, { validationPlugin, validationParameter }));
const usual = referring('/Channel/Application/Endorsement');
const garbage = Buffer.of(0xff);
const refused = 'the block is refused';

const cases: readonly (readonly [
  name: string,
  changes: (name: string) => Readonly<Record<string, Uint8Array | undefined>>,
  outcome: number | typeof refused,
])[] = [
  ['nothing else', () => ({}), 0],
  ['no collections', (it) => ({ [fieldKey(it, 'Collections')]: undefined }), 0],
  ['no sequence', (it) => ({ [fieldKey(it, 'Sequence')]: undefined }), 0],
  ['no endorsement plugin', (it) => ({ [fieldKey(it, 'EndorsementInfo')]: undefined }), 0],
  ['no list of fields', (it) => ({ [metadataKey(it)]: type('ChaincodeDefinition') }), 0],
  ['no validation', (it) => ({ [fieldKey(it, 'ValidationInfo')]: undefined }), 25],
  ['no metadata', (it) => ({ [metadataKey(it)]: undefined }), 25],
  ['no plugin', (it) => ({ [fieldKey(it, 'ValidationInfo')]: validation('', usual) }), 25],
  [
    'no policy',
    (it) => ({ [fieldKey(it, 'ValidationInfo')]: validation('vscc', Buffer.of()) }),
    25,
  ],
  [
    'a policy that is none',
    (it) => ({ [fieldKey(it, 'ValidationInfo')]: validation('vscc', garbage) }),
    10,
  ],
  [
    'a plugin of its own',
    (it) => ({ [fieldKey(it, 'ValidationInfo')]: validation('own', usual) }),
    refused,
  ],
  ['another type', (it) => ({ [metadataKey(it)]: type('SomethingElse') }), refused],
  ['metadata that are none', (it) => ({ [metadataKey(it)]: garbage }), refused],
  [
    'validation that is none',
    (it) => ({ [fieldKey(it, 'ValidationInfo')]: bytes(garbage) }),
    refused,
  ],
  ['a field that is none', (it) => ({ [fieldKey(it, 'Collections')]: garbage }), refused],
  ['a sequence of another type', (it) => ({ [fieldKey(it, 'Sequence')]: bytes(garbage) }), refused],
];
const type = (datatype: string): Buffer => encode(StateMetadata, { datatype });

describe('a definition with', () => {
  test.each(cases)('%s', async (name, changes, outcome) => {
    const chaincode = name.replaceAll(' ', '-');
    await stage.settle(storing(chaincode, changes(chaincode)));
    const called = stage.commit(calling(chaincode));
    if (outcome === refused) await expect(called).rejects.toMatchObject({ name: 'BlockRejected' });
    else expect(await called).toEqual([outcome]);
  });
});

describe('a policy of a definition', () => {
  const { members } = new TestChannel();
  const ofMembers = members.slice(0, 2).map(member);
  const policies: readonly (readonly [name: string, policy: Uint8Array, code: number])[] = [
    ['a rule that is met', ownPolicy(policyOf(all(...ofMembers))), 0],
    ['no rule', encode(ApplicationPolicy, { signaturePolicy: {} }), 10],
    ['neither rule nor reference', Buffer.of(0x4a, 0), 10],
    ['a reference from the root', usual, 0],
    ['a reference without its beginning', referring('Application/Endorsement'), 0],
    ['a reference to nothing', referring('/Channel/Application/Nothing'), 10],
    ['an empty reference', encode(ApplicationPolicy, { channelConfigPolicyReference: '' }), 10],
    [
      'a reference to a policy outside the channel',
      referring('/Other/Application/Endorsement'),
      10,
    ],
    [
      'a reference to the policy of one member',
      referring('/Channel/Application/O1/Endorsement'),
      0,
    ],
    [
      'a reference to the policy of another member',
      referring('/Channel/Application/O3/Endorsement'),
      10,
    ],
    [
      'a principal that does not exist',
      encode(ApplicationPolicy, { signaturePolicy: { rule: { signedBy: 1 } } }),
      10,
    ],
    [
      'a version',
      encode(ApplicationPolicy, {
        signaturePolicy: { version: 7, rule: { nOutOf: { n: 0, rules: [] } } },
      }),
      0,
    ],
  ];
  test.each(policies)('with %s', async (name, policy, code) => {
    const chaincode = name.replaceAll(' ', '-');
    await stage.settle(stage.definition(chaincode, { policy }));
    expect(await stage.commit(calling(chaincode))).toEqual([code]);
  });
});

describe('who may define a chaincode', () => {
  test.each([
    ['the policy LifecycleEndorsement of the channel', { LifecycleEndorsement: policy() }, [0, 10]],
    ['a majority of the members where there is none', { LifecycleEndorsement: undefined }, [10, 0]],
  ])('%s', async (_, policies, codes) => {
    const on = await Stage.bare(new TestChannel({ policies }));
    const byOne = on.definition('one', {}, { by: [on.o3] });
    const byTwo = on.definition('two', {}, { by: [on.o1, on.o2] });
    expect(await on.commit(byOne, byTwo)).toEqual(codes);
  });
  function policy() {
    const o3 = new TestChannel().members[2]!;
    return { type: 1, value: policyOf(any(member(o3))) };
  }
});
