import {
  ChaincodeEndorsementInfo,
  ChaincodeValidationInfo,
  StateData,
  StateMetadata,
} from '@argosy/protocol/messages/lifecycle';
import { CollectionConfigPackage } from '@argosy/protocol/messages/collections';
import { ApplicationPolicy } from '@argosy/protocol/messages/policies';
import { decode, encode } from '@argosy/protocol/wire';
import { fieldKey, metadataKey } from '@argosy/ledger/definitions';
import type { TestOrganisation } from './organisation.js';
import { any, member, policyOf } from './policies.js';
import { asMessage } from './read-write-sets.js';

/** A definition as `_lifecycle` stores it; what is left out is as a commit by the command line sets it. */
export interface DefinitionDraft {
  readonly sequence?: bigint;
  readonly version?: string;
  readonly plugin?: string;
  /** Bytes of `ApplicationPolicy`. */
  readonly policy?: Uint8Array;
  /** Bytes of `CollectionConfigPackage`. */
  readonly collections?: Uint8Array;
}

/** A chaincode or collection policy that names a policy of the channel. */
export const referring = (channelConfigPolicyReference: string): Buffer =>
  encode(ApplicationPolicy, { channelConfigPolicyReference });

/** A chaincode or collection policy of its own. */
export const ownPolicy = (policy: Uint8Array): Buffer =>
  encode(ApplicationPolicy, { signaturePolicy: asMessage(policy) });

/** The keys and values of a definition in the namespace `_lifecycle`, in the order in which they are written. */
export function definitionEntries(
  name: string,
  draft: DefinitionDraft = {},
): (readonly [string, Buffer])[] {
  const { sequence = 1n, version = '1', plugin = 'vscc', collections = Buffer.of() } = draft;
  const bytes = (value: Uint8Array): Buffer => encode(StateData, { bytes: value });
  const fields = {
    Collections: bytes(collections),
    EndorsementInfo: bytes(
      encode(ChaincodeEndorsementInfo, { version, endorsementPlugin: 'escc' }),
    ),
    Sequence: encode(StateData, { int64: sequence }),
    ValidationInfo: bytes(
      encode(ChaincodeValidationInfo, {
        validationPlugin: plugin,
        validationParameter: draft.policy ?? referring('/Channel/Application/Endorsement'),
      }),
    ),
  } as const;
  const names = Object.keys(fields) as (keyof typeof fields)[];
  return [
    ...names.map((field) => [fieldKey(name, field), fields[field]] as const),
    [
      metadataKey(name),
      encode(StateMetadata, { datatype: 'ChaincodeDefinition', fields: names }),
    ] as const,
  ];
}

/** A collection of a definition; what is left out is zero. */
export interface CollectionDefinition {
  readonly name: string;
  /** Whose members belong to it. */
  readonly members: readonly Pick<TestOrganisation, 'mspId'>[];
  readonly blockToLive?: bigint;
  /** Bytes of `ApplicationPolicy`. */
  readonly endorsementPolicy?: Uint8Array;
}

/** Bytes of `CollectionConfigPackage`. */
export const collectionPackage = (...collections: readonly CollectionDefinition[]): Buffer =>
  encode(CollectionConfigPackage, {
    config: collections.map(({ name, members, blockToLive, endorsementPolicy }) => ({
      staticCollectionConfig: {
        name,
        memberOrgsPolicy: { signaturePolicy: asMessage(policyOf(any(...members.map(member)))) },
        blockToLive,
        endorsementPolicy: endorsementPolicy && decode(ApplicationPolicy, endorsementPolicy),
      },
    })),
  });
