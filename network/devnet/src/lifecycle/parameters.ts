import { CollectionConfigPackage } from '@argosy/protocol/messages/collections';
import {
  ChaincodeEndorsementInfo,
  ChaincodeValidationInfo,
  type CommitChaincodeDefinitionArgs,
} from '@argosy/protocol/messages/lifecycle';
import { decode, encode, type Decoded } from '@argosy/protocol/wire';
import { bytesField, int64Field, readField, stringField, type StoredRecord } from './records.js';
import type { ReadableState } from './states.js';

/** A definition as it is asked for. */
export type DefinitionArguments = Decoded<typeof CommitChaincodeDefinitionArgs>;

/** A definition's parts that organisations have to agree on. */
export interface Parameters {
  readonly version: string;
  readonly initRequired: boolean;
  readonly endorsementPlugin: string;
  readonly validationPlugin: string;
  /** Bytes of `protos.ApplicationPolicy`, as they were given. */
  readonly validationParameter: Uint8Array;
  readonly collections: Decoded<typeof CollectionConfigPackage>;
}

/** Under which name an organisation approves a definition. */
export const approvalName = (chaincode: string, sequence: bigint): string =>
  `${chaincode}#${sequence}`;

/** What organisations approve. */
export const PARAMETERS = 'ChaincodeParameters';
/** Which package an organisation runs. */
export const LOCAL_PACKAGE = 'ChaincodeLocalPackage';

type Fields = StoredRecord['fields'];

function parameterFields(parameters: Parameters): Fields {
  const { version, initRequired, endorsementPlugin } = parameters;
  const { validationPlugin, validationParameter, collections } = parameters;
  return [
    [
      'EndorsementInfo',
      bytesField(encode(ChaincodeEndorsementInfo, { version, initRequired, endorsementPlugin })),
    ],
    [
      'ValidationInfo',
      bytesField(encode(ChaincodeValidationInfo, { validationPlugin, validationParameter })),
    ],
    ['Collections', bytesField(encode(CollectionConfigPackage, collections))],
  ];
}

/** A definition, as it is committed. */
export const definitionRecord = (
  name: string,
  sequence: bigint,
  parameters: Parameters,
): StoredRecord => ({
  area: 'namespaces',
  name,
  datatype: 'ChaincodeDefinition',
  fields: [['Sequence', int64Field(sequence)], ...parameterFields(parameters)],
});

/** A definition's parameters, as an organisation approves them. */
export const approvalRecord = (
  name: string,
  sequence: bigint,
  parameters: Parameters,
): StoredRecord => ({
  area: 'namespaces',
  name: approvalName(name, sequence),
  datatype: PARAMETERS,
  fields: parameterFields(parameters),
});

/** The package that an organisation runs for a definition; none where the id is empty. */
export const packageRecord = (name: string, sequence: bigint, packageId: string): StoredRecord => ({
  area: 'chaincode-sources',
  name: approvalName(name, sequence),
  datatype: LOCAL_PACKAGE,
  fields: [['PackageID', stringField(packageId)]],
});

const NOTHING = new Uint8Array(0);

/** The parameters of a definition or an approval. A field that is missing counts as empty. */
export function readParameters(state: ReadableState, name: string): Parameters {
  const field = (key: string): Uint8Array =>
    readField(state, 'namespaces', name, key).bytes ?? NOTHING;
  const { version, initRequired, endorsementPlugin } = decode(
    ChaincodeEndorsementInfo,
    field('EndorsementInfo'),
  );
  const { validationPlugin, validationParameter } = decode(
    ChaincodeValidationInfo,
    field('ValidationInfo'),
  );
  const collections = decode(CollectionConfigPackage, field('Collections'));
  return {
    version,
    initRequired,
    endorsementPlugin,
    validationPlugin,
    validationParameter,
    collections,
  };
}

export const readSequence = (state: ReadableState, name: string): bigint =>
  readField(state, 'namespaces', name, 'Sequence').int64 ?? 0n;

/** In what the passed parameters differ from those expected, in a peer's words; undefined where in nothing. */
export function difference(expected: Parameters, passed: Parameters): string | undefined {
  const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
  const texts = (['version', 'endorsementPlugin', 'initRequired', 'validationPlugin'] as const)
    .filter((part) => expected[part] !== passed[part])
    .map((part) => [capitalised(part), String(expected[part]), String(passed[part])] as const);
  const [policyBefore, policyNow] = [expected.validationParameter, passed.validationParameter];
  if (!same(policyBefore, policyNow))
    texts.push(['ValidationParameter', hex(policyBefore), hex(policyNow)]);
  const [first] = texts;
  if (first !== undefined) {
    const [part, before, now] = first;
    return `expected ${part} '${before}' does not match passed ${part} '${now}'`;
  }
  const bytes = ({ collections }: Parameters): Buffer =>
    encode(CollectionConfigPackage, collections);
  return same(bytes(expected), bytes(passed)) ? undefined : 'Collections do not match';
}

const capitalised = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
