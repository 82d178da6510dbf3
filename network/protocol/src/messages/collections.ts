/** fabric-protos `peer/collection.proto`: the private data collections of a chaincode. */
import { ApplicationPolicy, SignaturePolicyEnvelope } from './policies.js';
import { bool, int32, message, oneof, string, sub, subs, uint64 } from '../wire/schema.js';

/** Who belongs to a collection. */
export const CollectionPolicyConfig = message('protos.CollectionPolicyConfig', {
  signaturePolicy: oneof(
    'payload',
    sub(1, () => SignaturePolicyEnvelope),
  ),
});
export const StaticCollectionConfig = message('protos.StaticCollectionConfig', {
  name: string(1),
  memberOrgsPolicy: sub(2, () => CollectionPolicyConfig),
  requiredPeerCount: int32(3),
  maximumPeerCount: int32(4),
  blockToLive: uint64(5),
  memberOnlyRead: bool(6),
  memberOnlyWrite: bool(7),
  endorsementPolicy: sub(8, () => ApplicationPolicy),
});
export const CollectionConfig = message('protos.CollectionConfig', {
  staticCollectionConfig: oneof(
    'payload',
    sub(1, () => StaticCollectionConfig),
  ),
});
export const CollectionConfigPackage = message('protos.CollectionConfigPackage', {
  config: subs(1, () => CollectionConfig),
});
