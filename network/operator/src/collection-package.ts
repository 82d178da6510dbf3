import { SignaturePolicyEnvelope } from '@argosy/protocol/messages/policies';
import type { roleType } from '@argosy/protocol/messages/policies';
import { outOf, roleOf } from '@argosy/protocol/policy-build';
import type { SignaturePolicyMessage } from '@argosy/protocol/signature-policy';
import { decode } from '@argosy/protocol/wire';
import type { Definition } from './definition.js';
import { collectionsOf, copiesOf, endorsementOf, keepersOf } from './topology/collections.js';
import type { Channel, Collection, Topology } from './topology/schema.js';

/** A chaincode's collections on a channel as its definition there says them. Each has an endorsement policy of its own, and is
 *  for clients of its members alone: neither what the chaincode does nor the channel's policy would see to that. */
export const collectionPackage = (
  topology: Topology,
  channel: Channel,
  chaincode: string,
): Required<Definition>['collections'] => ({
  config: collectionsOf(channel, chaincode).map((it) => ({
    staticCollectionConfig: staticCollection(topology, channel, it),
  })),
});

function staticCollection(topology: Topology, channel: Channel, collection: Collection) {
  const { name, members, blockToLive } = collection;
  const { outOf: n, of } = endorsementOf(topology, channel, collection);
  const severalKeep = keepersOf(topology, channel, collection).length > 1;
  return {
    name,
    memberOrgsPolicy: { signaturePolicy: signatures(1, members, 'member') },
    // Where one organisation keeps the data there may be no other peer to hand it to.
    requiredPeerCount: collection.requiredPeerCount ?? (severalKeep ? 1 : 0),
    // Handed to each of them, as far as it answers; whoever misses it asks the others afterwards.
    maximumPeerCount: copiesOf(topology, channel, collection) - 1,
    blockToLive: BigInt(blockToLive),
    memberOnlyRead: true,
    memberOnlyWrite: true,
    endorsementPolicy: { signaturePolicy: signatures(n, of, 'peer') },
  };
}

const signatures = (
  n: number,
  msps: readonly string[],
  role: keyof typeof roleType,
): SignaturePolicyMessage =>
  decode(
    SignaturePolicyEnvelope,
    outOf(
      n,
      msps.map((msp) => roleOf(msp, role)),
    ),
  );
