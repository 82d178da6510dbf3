import { bftQuorum } from '../block-signature.js';
import type { ConsenterIdentity } from '../block-signature.js';
import { exactly, signaturePolicy } from '../policy-build.js';
import { Policy } from '../messages/policies.js';
import { decode, encode } from '../wire.js';
import { elementName } from './elements.js';
import { samePolicyMessage } from './equal.js';
import type { TreeGroup } from './tree.js';

/** The policy that a block of a BFT channel must meet: a quorum of the consenters, each by its certificate, in their order. */
export const quorumPolicy = (
  consenters: readonly ConsenterIdentity[],
): ReturnType<typeof signaturePolicy> =>
  signaturePolicy(
    bftQuorum(consenters.length),
    consenters.map(({ mspId, identity }) => exactly(mspId, identity)),
  );

/**
 * What is wrong with the block policy of a BFT channel; undefined when it is exactly the quorum of its consenters, and where
 * another way of ordering needs none. Peers do not ask: with a weaker policy they would take blocks that too few consenters signed.
 */
export function quorumPolicyFault(channel: {
  readonly consensusType: string;
  readonly consenters: readonly ConsenterIdentity[];
  readonly tree: TreeGroup;
}): string | undefined {
  if (channel.consensusType !== 'BFT') return undefined;
  const { consenters, tree } = channel;
  const actual = tree.groups.get('Orderer')?.policies.get('BlockValidation')?.policy;
  const expected = decode(Policy, encode(Policy, quorumPolicy(consenters)));
  if (samePolicyMessage(actual, expected)) return undefined;
  const { length } = consenters;
  return `${elementName('policy', '/Channel/Orderer/BlockValidation')}: it must be exactly ${bftQuorum(length)} of the ${length} consenters in their order; a weaker one lets too few of them make a block`;
}
