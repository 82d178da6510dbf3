import type { ChaincodeInterest } from '@argosy/protocol/messages/proposal';
import { ApplicationPolicy } from '@argosy/protocol/messages/policies';
import type { SignaturePolicyNode } from '@argosy/protocol/messages/policies';
import type { Identity } from '@argosy/protocol/msp';
import {
  satisfiesSignaturePolicy,
  type SignaturePolicyMessage,
} from '@argosy/protocol/signature-policy';
import { decode, type Decoded } from '@argosy/protocol/wire';
import { collectionConfig, type CollectionConfig } from '@argosy/ledger/collections';
import { LIFECYCLE } from '@argosy/ledger/definitions';
import type { StateView } from '@argosy/ledger/state';
import { PolicySource } from '@argosy/ledger/validation/policy-source';
import type { Channel } from '../channel.js';

export type InterestMessage = Decoded<typeof ChaincodeInterest>;
export type CallMessage = InterestMessage['chaincodes'][number];

/** Whether some identities are enough for a policy. */
type Enough = (identities: readonly Identity[]) => boolean;

/** What of a channel says whose endorsement is needed. */
type PolicyChannel = Pick<Channel, 'bundle' | 'definition' | 'id'>;

type IsMember = (identity: Identity) => boolean;

/** Whose endorsement a transaction needs, and who may give it. */
export interface Requirements {
  /** All of these must be met. */
  readonly policies: readonly Enough[];
  /** Who may be asked: members of the collections that are read. */
  isAuthorised(identity: Identity): boolean;
}

/** A call that says only which chaincode is called. */
export const callOf = (name: string): CallMessage => ({
  name,
  collectionNames: [],
  noPrivateReads: false,
  noPublicWrites: false,
  keyPolicies: [],
  disregardNamespacePolicy: false,
});

/** What an interest asks for, on a channel in a state. Throws an error with discovery's words for why it cannot be met. */
export function requirements(
  { chaincodes }: InterestMessage,
  channel: PolicyChannel,
  state: StateView,
): Requirements {
  const reader = new PolicyReader(channel, state);
  const own = new Map(chaincodes.map(({ name }) => [name, reader.chaincode(name)]));
  const filters = chaincodes.flatMap((call) => reader.members(call));
  const policies = chaincodes.flatMap((call) => {
    const chaincode = own.get(call.name);
    return chaincode === undefined ? [] : reader.called(call, chaincode);
  });
  const keyPolicies = chaincodes.flatMap((call) => reader.keys(call));
  return {
    policies: [...policies, ...keyPolicies],
    isAuthorised: (identity) => filters.every((isMember) => isMember(identity)),
  };
}

class PolicyReader {
  constructor(
    private readonly channel: PolicyChannel,
    private readonly state: StateView,
  ) {}

  /** The policy by which validation will judge writes of a chaincode. */
  chaincode(name: string): Enough {
    if (name === LIFECYCLE) return this.#lifecycle();
    const definition = this.channel.definition(this.state, name);
    if (definition === undefined) throw this.#noMetadata(name);
    return this.#application(definition.validationParameter, name);
  }

  /** Who belongs to the collections that a call reads. */
  members({ name, collectionNames, noPrivateReads }: CallMessage): IsMember[] {
    if (noPrivateReads) return [];
    const { msps } = this.channel.bundle;
    return collectionNames.map((collection) => {
      const principals = this.#collection(name, collection).memberOrgsPolicy?.identities ?? [];
      return (identity) => principals.some((principal) => msps.satisfies(identity, principal));
    });
  }

  /** The policies of what a call touches: of collections that have one it stands in for the chaincode's. */
  called(
    { name, collectionNames, disregardNamespacePolicy }: CallMessage,
    chaincode: Enough,
  ): Enough[] {
    if (collectionNames.length === 0) return disregardNamespacePolicy ? [] : [chaincode];
    return collectionNames.map((collection) => {
      const { implicit, endorsementPolicy, memberOrgsPolicy } = this.#collection(name, collection);
      // Of an organisation's own collection any member may endorse, as far as the plan goes.
      if (implicit && memberOrgsPolicy !== undefined) return this.#signature(memberOrgsPolicy);
      if (endorsementPolicy === undefined) return chaincode;
      return this.#application(endorsementPolicy, name);
    });
  }

  /** The policies of the keys that are written. */
  keys({ keyPolicies }: CallMessage): Enough[] {
    return keyPolicies.map((policy) => {
      if (!canBeMet(policy)) throw new Error('state based endorsement policy cannot be satisfied');
      return this.#signature(policy);
    });
  }

  /** A channel need not have a policy for it: validation then falls back to a majority of its members, and so does the plan. */
  #lifecycle(): Enough {
    const found = new PolicySource(this.channel.bundle, this.state).chaincode(LIFECYCLE);
    if ('fault' in found) throw this.#noMetadata(LIFECYCLE);
    return this.#application(found.policy, LIFECYCLE);
  }

  #collection(chaincode: string, collection: string): CollectionConfig {
    const found = collectionConfig(this.state, chaincode, collection);
    if (found !== undefined) return found;
    throw new Error(
      `collection ${collection} doesn't exist in collection config for chaincode ${chaincode}`,
    );
  }

  #application(bytes: Uint8Array, chaincode: string): Enough {
    const { signaturePolicy, channelConfigPolicyReference } = decode(ApplicationPolicy, bytes);
    if (signaturePolicy === undefined) {
      return this.#reference(channelConfigPolicyReference ?? '', chaincode);
    }
    if (!canBeMet(signaturePolicy)) throw new Error('endorsement policy cannot be satisfied');
    return this.#signature(signaturePolicy);
  }

  #signature(policy: SignaturePolicyMessage): Enough {
    const { msps } = this.channel.bundle;
    return (identities) => satisfiesSignaturePolicy(policy, identities, msps);
  }

  #reference(name: string, chaincode: string): Enough {
    const { policies } = this.channel.bundle;
    if (!policies.has(name)) throw this.#noMetadata(chaincode);
    return (identities) => policies.evaluateIdentities(name, identities).satisfied;
  }

  #noMetadata(chaincode: string): Error {
    return new Error(
      `No metadata was found for chaincode ${chaincode} in channel ${this.channel.id}`,
    );
  }
}

/** Whether any identities could meet a policy at all: it may want more than it names. */
function canBeMet({ rule, identities }: SignaturePolicyMessage): boolean {
  const possible = ({ signedBy, nOutOf }: SignaturePolicyNode): boolean => {
    if (nOutOf !== undefined) return nOutOf.rules.filter(possible).length >= nOutOf.n;
    return signedBy !== undefined && signedBy >= 0 && signedBy < identities.length;
  };
  return rule !== undefined && possible(rule);
}
