import { CollectionConfigPackage } from '@argosy/protocol/messages/collections';
import {
  ChaincodeData,
  ChaincodeEndorsementInfo,
  ChaincodeValidationInfo,
  StateData,
  StateMetadata,
} from '@argosy/protocol/messages/lifecycle';
import { decode } from '@argosy/protocol/wire';
import type { Decoded } from '@argosy/protocol/wire';
import type { StateView } from './state.js';

/** The namespace in which Fabric keeps chaincode definitions, and the name of the chaincode that writes them. */
export const LIFECYCLE = '_lifecycle';
/** Where the life cycle before Fabric 2.0 keeps them. */
export const LEGACY_LIFECYCLE = 'lscc';

export const metadataKey = (name: string): string => `namespaces/metadata/${name}`;
export const fieldKey = (name: string, field: DefinitionField): string =>
  `namespaces/fields/${name}/${field}`;
export type DefinitionField = 'Sequence' | 'EndorsementInfo' | 'ValidationInfo' | 'Collections';

/** What a stored definition's metadata must say that it is. */
export const DEFINITION_TYPE = 'ChaincodeDefinition';

export type Collections = Decoded<typeof CollectionConfigPackage>;

/** A committed chaincode definition. */
export interface ChaincodeDefinition {
  readonly sequence: bigint;
  readonly version: string;
  readonly initRequired: boolean;
  readonly endorsementPlugin: string;
  readonly validationPlugin: string;
  /** Bytes of `protos.ApplicationPolicy`. */
  readonly validationParameter: Uint8Array;
  readonly collections: Collections;
}

/** A definition of the older life cycle. */
export interface LegacyDefinition {
  readonly validationPlugin: string;
  /** For the plugin `vscc`: bytes of `common.SignaturePolicyEnvelope`. */
  readonly policy: Uint8Array;
}

/** Reads a key's value, empty where there is none; whoever simulates passes a reader that records. */
export type StateReader = (namespace: string, key: string) => Uint8Array;

const NOTHING = new Uint8Array(0);

/** Reads what is committed, and records nothing. */
export const committed =
  (state: Pick<StateView, 'get'>): StateReader =>
  (namespace, key) =>
    state.get(namespace, key)?.value ?? NOTHING;

/** The definition's sequence, 0 where there is none. Every application transaction reads it. */
export function definitionSequence(read: StateReader, name: string): bigint {
  const key = fieldKey(name, 'Sequence');
  const { int64, bytes, string } = decode(StateData, read(LIFECYCLE, key));
  if (bytes !== undefined || string !== undefined) throw new Error(`${key} is not a number`);
  return int64 ?? 0n;
}

/**
 * The committed definition of a chaincode, or undefined. A field that is missing counts as empty. Throws where something else
 * stands there, or what cannot be read.
 */
export function chaincodeDefinition(
  read: StateReader,
  name: string,
): ChaincodeDefinition | undefined {
  const metadata = read(LIFECYCLE, metadataKey(name));
  if (metadata.length === 0) return undefined;
  const { datatype } = decode(StateMetadata, metadata);
  if (datatype !== DEFINITION_TYPE)
    throw new Error(`${name} is defined as '${datatype}', which is not a chaincode`);
  const sequence = definitionSequence(read, name);
  const field = (key: DefinitionField): Uint8Array => bytesField(read, fieldKey(name, key));
  const endorsement = decode(ChaincodeEndorsementInfo, field('EndorsementInfo'));
  const validation = decode(ChaincodeValidationInfo, field('ValidationInfo'));
  return {
    sequence,
    version: endorsement.version,
    initRequired: endorsement.initRequired,
    endorsementPlugin: endorsement.endorsementPlugin,
    validationPlugin: validation.validationPlugin,
    validationParameter: validation.validationParameter,
    collections: decode(CollectionConfigPackage, field('Collections')),
  };
}

/** The definition that the older life cycle holds of a chaincode, or undefined. Throws where it cannot be read. */
export function legacyDefinition(read: StateReader, name: string): LegacyDefinition | undefined {
  const stored = read(LEGACY_LIFECYCLE, name);
  if (stored.length === 0) return undefined;
  const { vscc, policy } = decode(ChaincodeData, stored);
  return { validationPlugin: vscc, policy };
}

/** The collections of a chaincode of the older life cycle. Throws where they cannot be read. */
export function legacyCollections(read: StateReader, name: string): Collections {
  return decode(CollectionConfigPackage, read(LEGACY_LIFECYCLE, `${name}~collection`));
}

function bytesField(read: StateReader, key: string): Uint8Array {
  const { int64, bytes, string } = decode(StateData, read(LIFECYCLE, key));
  if (int64 !== undefined || string !== undefined) throw new Error(`${key} is not bytes`);
  return bytes ?? NOTHING;
}
