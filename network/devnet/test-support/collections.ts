import type { CollectionConfig } from '@argosy/protocol/messages/collections';
import { SignaturePolicyEnvelope } from '@argosy/protocol/messages/policies';
import { outOf, roleOf } from '@argosy/protocol/policy-build';
import { decode, type Decoded, type Encodable } from '@argosy/protocol/wire';

const anyOf = (
  mspIds: readonly string[],
  role: 'member' | 'peer',
): Decoded<typeof SignaturePolicyEnvelope> =>
  decode(
    SignaturePolicyEnvelope,
    outOf(
      1,
      mspIds.map((mspId) => roleOf(mspId, role)),
    ),
  );

interface Rules {
  readonly memberOnly?: boolean;
  readonly requiredPeerCount?: number;
  /** Whose peers decide on writes; the chaincode's policy does if nobody is named. */
  readonly endorsers?: readonly string[];
}

/** A collection as a definition lists it. */
export const collectionOf = (
  name: string,
  members: readonly string[],
  { memberOnly = false, requiredPeerCount = 0, endorsers }: Rules = {},
): Encodable<Decoded<typeof CollectionConfig>> => ({
  staticCollectionConfig: {
    name,
    memberOrgsPolicy: { signaturePolicy: anyOf(members, 'member') },
    requiredPeerCount,
    maximumPeerCount: requiredPeerCount,
    memberOnlyRead: memberOnly,
    memberOnlyWrite: memberOnly,
    ...(endorsers && { endorsementPolicy: { signaturePolicy: anyOf(endorsers, 'peer') } }),
  },
});
