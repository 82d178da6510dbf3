import { expect, test } from '@jest/globals';
import { bftQuorum } from '@argosy/protocol/block-signature';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { setPolicy, setValue } from '@argosy/protocol/configuration/edit';
import { quorumPolicyFault } from '@argosy/protocol/configuration/quorum-policy';
import { Orderers } from '@argosy/protocol/messages/configuration';
import { exactly, implicitMeta, roleOf, signaturePolicy } from '@argosy/protocol/policy-build';
import type { PolicyValue } from '@argosy/protocol/policy-build';
import { encode } from '@argosy/protocol/wire';
import { TestChannel } from '../../support/channel.js';
import { bundleOf } from '../../support/updates.js';

const bundle = ChannelBundle.fromBlock(new TestChannel({ consensus: 'BFT' }).genesisBlock);
const principals = bundle.consenters.map(({ mspId, identity }) => exactly(mspId, identity));
const withPolicy = (policy: PolicyValue): ChannelBundle =>
  bundleOf(setPolicy(bundle.tree, '/Channel/Orderer', 'BlockValidation', policy));

test.each<[string, PolicyValue]>([
  ['fewer', signaturePolicy(2, principals)],
  ['more', signaturePolicy(4, principals)],
  ['another order', signaturePolicy(3, [...principals].reverse())],
  ['one consenter left out', signaturePolicy(3, principals.slice(0, 3))],
  [
    'a role instead of certificates',
    signaturePolicy(
      3,
      principals.map(() => roleOf('OrdMSP', 'orderer')),
    ),
  ],
  ['whoever may write', implicitMeta('any', 'Writers')],
])('a block policy of %s is not the quorum', (_, policy) => {
  expect(quorumPolicyFault(withPolicy(policy))).toMatch(/exactly 3 of the 4 consenters/);
});

test('the quorum of the consenters is', () => {
  expect(bftQuorum(principals.length)).toBe(3);
  expect(quorumPolicyFault(withPolicy(signaturePolicy(3, principals)))).toBeUndefined();
  expect(quorumPolicyFault(bundle)).toBeUndefined();
});

test('a consenter who joins must stand in the policy too', () => {
  const [one] = bundle.consenters;
  if (one === undefined) throw new Error('no consenter');
  const consenterMapping = [...bundle.consenters, { ...one, id: 5 }];
  const joined = setValue(
    bundle.tree,
    '/Channel/Orderer',
    'Orderers',
    encode(Orderers, { consenterMapping }),
  );
  expect(quorumPolicyFault(bundleOf(joined))).toMatch(/exactly 4 of the 5 consenters/);
});

test('where one orderer signs a block, no quorum is asked for', () => {
  const raft = ChannelBundle.fromBlock(new TestChannel().genesisBlock);
  expect(raft.consensusType).toBe('etcdraft');
  expect(quorumPolicyFault(raft)).toBeUndefined();
});
