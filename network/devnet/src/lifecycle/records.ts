import { sha256 } from '@argosy/protocol/crypto';
import { StateData, StateMetadata } from '@argosy/protocol/messages/lifecycle';
import { decode, encode, type Decoded } from '@argosy/protocol/wire';
import type { HashedState, ReadableState, WritableState } from './states.js';

/** The two kinds of things that are recorded: definitions and their parameters, and which package stands for them. */
export type Area = 'namespaces' | 'chaincode-sources';

/** A record as it is stored: a key for each field and one that lists them. */
export interface StoredRecord {
  readonly area: Area;
  readonly name: string;
  readonly datatype: string;
  /** The encoded value of each field, in the order in which the record lists them. */
  readonly fields: readonly (readonly [field: string, value: Buffer])[];
}

export type Metadata = Decoded<typeof StateMetadata>;

export const metadataKey = (area: Area, name: string): string => `${area}/metadata/${name}`;
export const fieldKey = (area: Area, name: string, field: string): string =>
  `${area}/fields/${name}/${field}`;

export const int64Field = (int64: bigint): Buffer => encode(StateData, { int64 });
export const bytesField = (bytes: Uint8Array): Buffer => encode(StateData, { bytes });
export const stringField = (string: string): Buffer => encode(StateData, { string });

const metadataOf = ({ datatype, fields }: StoredRecord): Buffer =>
  encode(StateMetadata, { datatype, fields: fields.map(([field]) => field) });

/** What a stored record says of itself; undefined where there is none. */
export function readMetadata(state: ReadableState, area: Area, name: string): Metadata | undefined {
  const stored = state.get(metadataKey(area, name));
  return stored.length === 0 ? undefined : decode(StateMetadata, stored);
}

export function readField(
  state: ReadableState,
  area: Area,
  name: string,
  field: string,
): Decoded<typeof StateData> {
  return decode(StateData, state.get(fieldKey(area, name, field)));
}

/** Store a record. What did not change is not written again, so that a write set shows what it changes. */
export function writeRecord(state: WritableState, record: StoredRecord): void {
  const { area, name, datatype, fields } = record;
  const metadata = readMetadata(state, area, name);
  const present = new Map(
    (metadata?.fields ?? []).map((field) => {
      const key = fieldKey(area, name, field);
      return [key, state.get(key)];
    }),
  );
  for (const [field, value] of fields) {
    const key = fieldKey(area, name, field);
    if (!isEqual(value, present.get(key))) state.put(key, value);
    present.delete(key);
  }
  const isSame = datatype === metadata?.datatype && fields.length === metadata.fields.length;
  if (present.size > 0 || !isSame) state.put(metadataKey(area, name), metadataOf(record));
  for (const key of present.keys()) state.delete(key);
}

const isEqual = (value: Buffer, before: Uint8Array | undefined): boolean =>
  before !== undefined && value.equals(before);

/** In what a record differs from one of which only hashes are known: the fields, or the whole by the name of its kind. */
export function mismatches(state: HashedState, record: StoredRecord): string[] {
  const { area, name, datatype, fields } = record;
  const differs = (key: string, value: Buffer): boolean => !sha256(value).equals(state.hash(key));
  const isOther = differs(metadataKey(area, name), metadataOf(record));
  // Every hash is read, whether it is needed or not: an approval that changes meanwhile makes the reader's transaction invalid.
  const other = fields.filter(([field, value]) => differs(fieldKey(area, name, field), value));
  return isOther ? [datatype] : other.map(([field]) => field);
}

/** Whether there is a record of this kind, of which only hashes are known. */
export function isOfKind(state: HashedState, record: StoredRecord): boolean {
  const { area, name } = record;
  return sha256(metadataOf(record)).equals(state.hash(metadataKey(area, name)));
}
