import { describe, expect, test } from '@jest/globals';
import { LEGACY_LIFECYCLE, LIFECYCLE } from '@argosy/ledger/definitions';
import { PolicySource } from '@argosy/ledger/validation/policy-source';
import type { FoundPolicy } from '@argosy/ledger/validation/policy-source';
import { BlockRejected } from '@argosy/ledger/verdict';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { ChaincodeData } from '@argosy/protocol/messages/lifecycle';
import { ApplicationPolicy } from '@argosy/protocol/messages/policies';
import { decode, encode } from '@argosy/protocol/wire';
import {
  collectionPackage,
  definitionEntries,
  ownPolicy,
} from '../support/chaincode-definition.js';
import type { DefinitionDraft } from '../support/chaincode-definition.js';
import { TestChannel } from '../support/channel.js';
import { all, any, member, policyOf } from '../support/policies.js';

const channel = new TestChannel();
const { members } = channel;
const signature = policyOf(any(member(members[0]!)));
const own = ownPolicy(signature);

/** Over a state that holds these definitions of `cc`, in the newer and in the older life cycle. */
function sourceOf(
  {
    newer,
    older,
  }: { newer?: DefinitionDraft | undefined; older?: { vscc: string; policy: Uint8Array } },
  on = channel,
): PolicySource {
  const values = new Map<string, Uint8Array>();
  for (const [key, value] of newer === undefined ? [] : definitionEntries('cc', newer))
    values.set(`${LIFECYCLE}/${key}`, value);
  if (older !== undefined) values.set(`${LEGACY_LIFECYCLE}/cc`, encode(ChaincodeData, older));
  const version = { blockNum: 1n, txNum: 0n };
  return new PolicySource(ChannelBundle.fromBlock(on.genesisBlock), {
    get: (space, key) => {
      const value = values.get(`${space}/${key}`);
      return value && { value, metadata: [], version };
    },
  });
}

function applicationPolicy(found: FoundPolicy) {
  if ('fault' in found) throw new Error(found.fault);
  return decode(ApplicationPolicy, found.policy);
}
const faultOf = (found: FoundPolicy): string | undefined =>
  'fault' in found ? found.fault : undefined;

describe('the policy of a chaincode', () => {
  const older = { vscc: 'vscc', policy: signature };

  test('is that of its definition, be there an older one or not', () => {
    const newer = { policy: Buffer.of(1, 2) };
    expect(sourceOf({ newer, older }).chaincode('cc')).toMatchObject({ policy: newer.policy });
    expect(applicationPolicy(sourceOf({ older }).chaincode('cc')).signaturePolicy).toBeDefined();
    expect(faultOf(sourceOf({}).chaincode('cc'))).toContain('is not defined');
  });

  test('of a definition that says nothing of it is the older one', () => {
    const newer = { plugin: '', policy: Buffer.of() };
    const found = sourceOf({ newer, older }).chaincode('cc');
    expect(applicationPolicy(found).signaturePolicy?.identities).toHaveLength(1);
  });

  test('of half a definition is none, also where there is an older one', () => {
    for (const [half, missing] of [
      [{ plugin: '', policy: own }, 'no validation plugin'],
      [{ policy: Buffer.of() }, 'no endorsement policy'],
    ] as const)
      expect(faultOf(sourceOf({ newer: half, older }).chaincode('cc'))).toContain(missing);
  });

  test.each([
    ['in the newer life cycle', { newer: { plugin: 'custom' } }],
    ['in the older life cycle', { older: { vscc: 'custom', policy: signature } }],
  ])('that another plugin is to judge stops the block: %s', (_, definitions) => {
    expect(() => sourceOf(definitions).chaincode('cc')).toThrow(BlockRejected);
  });

  test('of the older life cycle that is no signature policy is left as it is', () => {
    const policy = Buffer.of(0xff);
    const found = sourceOf({ older: { vscc: 'vscc', policy } }).chaincode('cc');
    expect(found).toMatchObject({ policy });
  });
});

describe('the policy of the life cycle', () => {
  test('is the one that the channel has for it', () => {
    const { channelConfigPolicyReference } = applicationPolicy(sourceOf({}).chaincode(LIFECYCLE));
    expect(channelConfigPolicyReference).toBe('/Channel/Application/LifecycleEndorsement');
  });

  test('is a majority of the organisations where the channel has none', () => {
    const without = new TestChannel({ members, policies: { LifecycleEndorsement: undefined } });
    const { signaturePolicy } = applicationPolicy(sourceOf({}, without).chaincode(LIFECYCLE));
    expect(signaturePolicy?.rule?.nOutOf?.n).toBe(2);
    expect(signaturePolicy?.identities).toHaveLength(3);
  });
});

describe('the policy of a collection', () => {
  const collections = collectionPackage(
    { name: 'own', members, endorsementPolicy: ownPolicy(policyOf(all(...members.map(member)))) },
    { name: 'plain', members },
    { name: 'silent', members, endorsementPolicy: Buffer.of() },
  );
  const source = sourceOf({ newer: { policy: own, collections } });

  test('is its own, or that of the chaincode', () => {
    const { signaturePolicy } = applicationPolicy(source.collection('cc', 'own'));
    expect(signaturePolicy?.identities).toHaveLength(3);
    for (const name of ['plain', 'silent'])
      expect(source.collection('cc', name)).toEqual({ policy: own });
    expect(faultOf(source.collection('cc', 'none'))).toContain('is not defined');
  });

  test("of an organisation's own is that organisation's, by the name of its group", () => {
    const name = `_implicit_org_${members[1]!.mspId}`;
    for (const chaincode of ['cc', LIFECYCLE]) {
      const policy = applicationPolicy(source.collection(chaincode, name));
      expect(policy.channelConfigPolicyReference).toBe('/Channel/Application/O2/Endorsement');
    }
    expect(faultOf(source.collection('cc', '_implicit_org_O2'))).toContain('is not a member');
    expect(faultOf(source.collection('undefined', name))).toContain('is not defined');
  });

  test("of an organisation's own is any member of it where it has no policy for endorsements", () => {
    const withoutEndorsement = [members[1]!];
    const without = new TestChannel({ members, withoutEndorsement });
    const name = `_implicit_org_${members[1]!.mspId}`;
    const found = sourceOf({ newer: {} }, without).collection('cc', name);
    expect(applicationPolicy(found).signaturePolicy?.identities).toHaveLength(1);
  });
});
