/** How the messages are described: one table per message, read by the decoder and the encoder alike. */

export type Kind =
  'bytes' | 'string' | 'int32' | 'uint32' | 'int64' | 'uint64' | 'bool' | 'message';

/** One field of a message. `oneof` names the group whose last occurring member wins; its members know absence from zero. */
export interface Field<T> {
  readonly number: number;
  readonly kind: Kind;
  readonly repeated: boolean;
  readonly type?: () => MessageType<unknown>;
  readonly oneof?: string;
  /** Written even at its default: both halves of a map's entry. */
  readonly always?: boolean;
  /** Only for the type checker: never set. */
  readonly value?: T;
}

/** A field with what the codec precomputes for it. */
export interface CompiledField extends Field<unknown> {
  readonly name: string;
  readonly wireType: 0 | 2;
  readonly tag: number;
  readonly rivals: readonly string[];
}

export interface MessageType<T> {
  readonly name: string;
  readonly fields: readonly CompiledField[];
  readonly byNumber: readonly (CompiledField | undefined)[];
  /** Only for the type checker: never set. */
  readonly value?: T;
}

/** What `decode` returns for a message type. */
export type Decoded<M> = M extends MessageType<infer T> ? T : never;

/** What `encode` accepts: any part of a decoded message; what is left out is absent. */
export type Encodable<T> = T extends Uint8Array | string | number | bigint | boolean | undefined
  ? T
  : T extends readonly (infer U)[]
    ? readonly Encodable<U>[]
    : { readonly [K in keyof T]?: Encodable<T[K]> | undefined };

/** Unknown fields, kept as they came. */
export interface Unknown {
  $unknown?: Uint8Array;
}

type Shape<S extends Record<string, Field<unknown>>> = {
  [K in keyof S]: S[K] extends Field<infer T> ? T : never;
} & Unknown;

const scalar =
  <T>(kind: Kind) =>
  (number: number): Field<T> => ({ number, kind, repeated: false });

export const bytes = scalar<Uint8Array>('bytes');
export const string = scalar<string>('string');
export const int32 = scalar<number>('int32');
export const uint32 = scalar<number>('uint32');
export const int64 = scalar<bigint>('int64');
export const uint64 = scalar<bigint>('uint64');
export const bool = scalar<boolean>('bool');

export const bytesList = (number: number): Field<Uint8Array[]> => ({
  number,
  kind: 'bytes',
  repeated: true,
});
export const stringList = (number: number): Field<string[]> => ({
  number,
  kind: 'string',
  repeated: true,
});
export const sub = <T>(number: number, type: () => MessageType<T>): Field<T | undefined> => ({
  number,
  kind: 'message',
  repeated: false,
  type,
});
export const subs = <T>(number: number, type: () => MessageType<T>): Field<T[]> => ({
  number,
  kind: 'message',
  repeated: true,
  type,
});

/** A member of a oneof group: absent members are `undefined`, so that a zero that was set is told from none. */
export const oneof = <T>(group: string, field: Field<T>): Field<T | undefined> => ({
  number: field.number,
  kind: field.kind,
  repeated: false,
  oneof: group,
  ...(field.type === undefined ? {} : { type: field.type }),
});

/** Describe a message. Fields are encoded in the order of their numbers, as Go does. */
export function message<S extends Record<string, Field<unknown>>>(
  name: string,
  shape: S,
): MessageType<Shape<S>> {
  const fields = Object.entries(shape)
    .map(([key, field]) => compile(key, field, shape))
    .sort((a, b) => a.number - b.number);
  const byNumber: (CompiledField | undefined)[] = [];
  for (const field of fields) byNumber[field.number] = field;
  return { name, fields, byNumber };
}

function compile(
  name: string,
  field: Field<unknown>,
  shape: Record<string, Field<unknown>>,
): CompiledField {
  const delimited = field.kind === 'bytes' || field.kind === 'string' || field.kind === 'message';
  const wireType = delimited ? 2 : 0;
  const rivals =
    field.oneof === undefined
      ? []
      : Object.entries(shape)
          .filter(([key, other]) => key !== name && other.oneof === field.oneof)
          .map(([key]) => key);
  return { ...field, name, wireType, tag: field.number * 8 + wireType, rivals };
}

/** One half of a map's entry. */
const half = <T>(field: Field<T>): Field<T> => ({ ...field, always: true });

/** An entry of a `map<string, bytes>` field. */
export const BytesEntry = message('BytesEntry', { key: half(string(1)), value: half(bytes(2)) });

/** An entry of a `map<string, bool>` field. */
export const BoolEntry = message('BoolEntry', { key: half(string(1)), value: half(bool(2)) });

/** An entry of a `map<string, Message>` field. */
export const entryOf = <T>(
  type: () => MessageType<T>,
): MessageType<{ key: string; value: T | undefined } & Unknown> =>
  message('MessageEntry', { key: half(string(1)), value: sub(2, type) });

/** An entry of a `map<uint64, Message>` field. */
export const numberedEntryOf = <T>(
  type: () => MessageType<T>,
): MessageType<{ key: bigint; value: T | undefined } & Unknown> =>
  message('MessageEntry', { key: half(uint64(1)), value: sub(2, type) });
