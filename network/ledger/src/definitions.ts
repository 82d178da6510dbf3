import {
  ChaincodeEndorsementInfo,
  ChaincodeValidationInfo,
  StateData,
  StateMetadata,
} from '@argosy/protocol/messages/lifecycle';
import { decode } from '@argosy/protocol/wire';

/** The namespace in which Fabric keeps chaincode definitions, and the name of the chaincode that writes them. */
export const LIFECYCLE = '_lifecycle';

export const metadataKey = (name: string): string => `namespaces/metadata/${name}`;
export const fieldKey = (name: string, field: DefinitionField): string =>
  `namespaces/fields/${name}/${field}`;
export type DefinitionField = 'Sequence' | 'EndorsementInfo' | 'ValidationInfo' | 'Collections';

/** A committed chaincode definition. */
export interface ChaincodeDefinition {
  readonly sequence: bigint;
  readonly version: string;
  readonly initRequired: boolean;
  readonly endorsementPlugin: string;
  readonly validationPlugin: string;
  /** Bytes of `protos.ApplicationPolicy`. */
  readonly validationParameter: Uint8Array;
  readonly collections: Uint8Array;
}

/** Reads a key's value; whoever simulates passes a reader that records. */
export type StateReader = (namespace: string, key: string) => Uint8Array;

/** The definition's sequence, 0 where there is none. Every application transaction reads it. */
export function definitionSequence(read: StateReader, name: string): bigint {
  return decode(StateData, read(LIFECYCLE, fieldKey(name, 'Sequence'))).int64 ?? 0n;
}

/** The committed definition of a chaincode, or undefined. */
export function chaincodeDefinition(
  read: StateReader,
  name: string,
): ChaincodeDefinition | undefined {
  const { datatype } = decode(StateMetadata, read(LIFECYCLE, metadataKey(name)));
  if (datatype !== 'ChaincodeDefinition') return undefined;
  const field = (key: DefinitionField): Uint8Array =>
    decode(StateData, read(LIFECYCLE, fieldKey(name, key))).bytes ?? new Uint8Array(0);
  const endorsement = decode(ChaincodeEndorsementInfo, field('EndorsementInfo'));
  const validation = decode(ChaincodeValidationInfo, field('ValidationInfo'));
  return {
    sequence: definitionSequence(read, name),
    version: endorsement.version,
    initRequired: endorsement.initRequired,
    endorsementPlugin: endorsement.endorsementPlugin,
    validationPlugin: validation.validationPlugin,
    validationParameter: validation.validationParameter,
    collections: field('Collections'),
  };
}
