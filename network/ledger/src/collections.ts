import { SignaturePolicyEnvelope, ApplicationPolicy } from '@argosy/protocol/messages/policies';
import { outOf, roleOf } from '@argosy/protocol/policy-build';
import type { SignaturePolicyMessage } from '@argosy/protocol/signature-policy';
import { decode, encode } from '@argosy/protocol/wire';
import { LIFECYCLE, chaincodeDefinition, committed, legacyCollections } from './definitions.js';
import type { Collections } from './definitions.js';
import type { StateView } from './state.js';

/** A private data collection, as the chaincode's committed definition has it or as every chaincode has it. */
export interface CollectionConfig {
  readonly name: string;
  /** Who belongs to it; undefined where the definition names nobody. */
  readonly memberOrgsPolicy: SignaturePolicyMessage | undefined;
  /** After how many blocks an entry that nobody writes again is deleted; 0 is never. */
  readonly blockToLive: bigint;
  readonly requiredPeerCount: number;
  readonly maximumPeerCount: number;
  readonly memberOnlyRead: boolean;
  readonly memberOnlyWrite: boolean;
  /** Bytes of `protos.ApplicationPolicy`: who must endorse its writes, where it is not whom the chaincode asks. */
  readonly endorsementPolicy: Uint8Array | undefined;
  /** An organisation's own, which no definition lists. */
  readonly implicit: boolean;
}

const IMPLICIT = '_implicit_org_';

/** The name of an organisation's own collection, which every chaincode has. */
export const implicitCollection = (mspId: string): string => `${IMPLICIT}${mspId}`;

/** Whose own collection this is; undefined for one that a definition must list. */
export function implicitOwner(collection: string): string | undefined {
  return collection.startsWith(IMPLICIT) ? collection.slice(IMPLICIT.length) : undefined;
}

/**
 * A collection of a chaincode as it was when the state was; undefined where there is none. An organisation's own collection exists
 * for every chaincode of the life cycle since Fabric 2.0, whether the organisation does or not. Throws where the definition cannot
 * be read.
 */
export function collectionConfig(
  state: Pick<StateView, 'get'>,
  chaincode: string,
  collection: string,
): CollectionConfig | undefined {
  const read = committed(state);
  const owner = implicitOwner(collection);
  if (chaincode === LIFECYCLE) return owner === undefined ? undefined : ownCollection(owner);
  const definition = chaincodeDefinition(read, chaincode);
  if (definition === undefined) {
    // The older life cycle lets the chaincode's policy decide on all collections, whatever they say.
    const found = listed(legacyCollections(read, chaincode), collection);
    return found && { ...found, endorsementPolicy: undefined };
  }
  return owner === undefined ? listed(definition.collections, collection) : ownCollection(owner);
}

/** The first listed collection of that name. */
export function listed({ config }: Collections, collection: string): CollectionConfig | undefined {
  const found = config.find((one) => one.staticCollectionConfig?.name === collection);
  const own = found?.staticCollectionConfig;
  if (own === undefined) return undefined;
  const { memberOrgsPolicy, endorsementPolicy, $unknown: _, ...plain } = own;
  return {
    ...plain,
    memberOrgsPolicy: memberOrgsPolicy?.signaturePolicy,
    endorsementPolicy: endorsementPolicy && encode(ApplicationPolicy, endorsementPolicy),
    implicit: false,
  };
}

/** How many peers an organisation's own collection is sent to is each peer's own affair: no definition says. */
function ownCollection(mspId: string): CollectionConfig {
  return {
    name: implicitCollection(mspId),
    memberOrgsPolicy: decode(SignaturePolicyEnvelope, outOf(1, [roleOf(mspId, 'member')])),
    blockToLive: 0n,
    requiredPeerCount: 0,
    maximumPeerCount: 0,
    memberOnlyRead: false,
    memberOnlyWrite: false,
    endorsementPolicy: undefined,
    implicit: true,
  };
}
