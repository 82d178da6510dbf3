import { SerializedIdentity } from '@argosy/protocol/messages/msp';
import { MSPRole, OrganizationUnit, principalClass } from '@argosy/protocol/messages/policies';
import type { SignaturePolicyMessage } from '@argosy/protocol/signature-policy';
import { decode } from '@argosy/protocol/wire';
import { collectionConfig } from '../collections.js';
import type { CollectionConfig } from '../collections.js';
import type { StateView } from '../state.js';
import type { SetPlace } from './private-set.js';

const NEVER = 0xffff_ffff_ffff_ffffn;

/** Collections as a state defines them, each looked up once. */
export class CollectionsAt {
  readonly #known = new Map<string, CollectionConfig | undefined>();

  constructor(private readonly state: Pick<StateView, 'get'>) {}

  /** Undefined where there is none, or none that can be read: nothing valid is written into such a one. */
  get(chaincode: string, collection: string): CollectionConfig | undefined {
    const id = JSON.stringify([chaincode, collection]);
    if (!this.#known.has(id)) this.#known.set(id, this.#read(chaincode, collection));
    return this.#known.get(id);
  }

  /** With which block an entry of a collection expires that was committed in this one; undefined is never. */
  expiry(chaincode: string, collection: string, committed: bigint): bigint | undefined {
    const blockToLive = this.get(chaincode, collection)?.blockToLive ?? 0n;
    const expiry = committed + blockToLive + 1n;
    return blockToLive === 0n || expiry >= NEVER ? undefined : expiry;
  }

  /** Whether an organisation is to have a collection's clear data. */
  isMember(mspId: string, chaincode: string, collection: string): boolean {
    const policy = this.get(chaincode, collection)?.memberOrgsPolicy;
    return policy !== undefined && memberMsps(policy).includes(mspId);
  }

  /** Whether one of some organisations is to have a collection's clear data. */
  hasMember(
    mspIds: readonly string[],
    { chaincode, collection }: Pick<SetPlace, 'chaincode' | 'collection'>,
  ): boolean {
    return mspIds.some((mspId) => this.isMember(mspId, chaincode, collection));
  }

  #read(chaincode: string, collection: string): CollectionConfig | undefined {
    try {
      return collectionConfig(this.state, chaincode, collection);
    } catch {
      return undefined;
    }
  }
}

/** The organisations that the principals of a policy name. */
function memberMsps({ identities }: SignaturePolicyMessage): string[] {
  return identities.flatMap(({ principalClassification, principal }) => {
    try {
      if (principalClassification === principalClass.role)
        return [decode(MSPRole, principal).mspIdentifier];
      if (principalClassification === principalClass.organizationUnit)
        return [decode(OrganizationUnit, principal).mspIdentifier];
      if (principalClassification === principalClass.identity)
        return [decode(SerializedIdentity, principal).mspid];
    } catch {
      // A principal that cannot be read names nobody.
    }
    return [];
  });
}
