import { CollectionConfigPackage } from '@argosy/protocol/messages/collections';
import { ApplicationPolicy } from '@argosy/protocol/messages/policies';
import { encode } from '@argosy/protocol/wire';
import type { Decoded, Encodable } from '@argosy/protocol/wire';
import type { ChaincodePackage } from './package.js';

type Collections = Encodable<Decoded<typeof CollectionConfigPackage>>;

/** A chaincode as a channel is to know it. */
export type Definition = {
  readonly channel: string;
  readonly name: string;
  readonly version: string;
  readonly package: ChaincodePackage;
  /** Its collections of private data; none unless said. */
  readonly collections?: Collections;
  /** Who endorses, as Fabric's encoded `ApplicationPolicy`; the channel's own endorsement policy unless said. */
  readonly validationParameter?: Uint8Array;
  readonly initRequired?: boolean;
};

/** The channel's own endorsement policy: changed by a configuration update, not with each chaincode. */
const channelsOwnPolicy = encode(ApplicationPolicy, {
  channelConfigPolicyReference: '/Channel/Application/Endorsement',
});

export type Parameters = Required<
  Pick<Definition, 'name' | 'version' | 'collections' | 'validationParameter' | 'initRequired'>
> & { readonly endorsementPlugin: string; readonly validationPlugin: string };

/** What an approval and a commit say of a definition, but for the sequence. */
export const parameters = ({
  name,
  version,
  collections = {},
  validationParameter = channelsOwnPolicy,
  initRequired = false,
}: Definition): Parameters => ({
  name,
  version,
  endorsementPlugin: 'escc',
  validationPlugin: 'vscc',
  validationParameter,
  collections,
  initRequired,
});

type Found = {
  readonly version: string;
  readonly validationParameter: Uint8Array;
  readonly collections?: Collections | undefined;
  readonly initRequired: boolean;
};

/** Whether a definition or an approval that a peer answered is the one that is wanted. */
export function isSame(found: Found, definition: Definition): boolean {
  const wanted = parameters(definition);
  const same = (one: Uint8Array, other: Uint8Array): boolean => Buffer.from(one).equals(other);
  const collections = encode(CollectionConfigPackage, found.collections ?? {});
  return (
    found.version === wanted.version &&
    found.initRequired === wanted.initRequired &&
    same(found.validationParameter, wanted.validationParameter) &&
    same(collections, encode(CollectionConfigPackage, wanted.collections))
  );
}
