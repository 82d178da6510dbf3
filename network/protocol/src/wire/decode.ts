import { WireError } from './error.js';
import { MAX_DEPTH, Reader } from './reader.js';
import type { Target } from './reader.js';
import type { CompiledField, Kind, MessageType } from './schema.js';

const EMPTY = new Uint8Array(0);

/** Decode `input` as a message of `type`. Throws WireError on anything that Go's decoder refuses. */
export function decode<T>(type: MessageType<T>, input: Uint8Array): T {
  const reader = new Reader(input, type.name);
  // The table that made `type` also made its type T: the two cannot disagree.
  const message = readMessage(reader, type, input.length, blank(type), 0);
  reader.attachUnknown();
  return message as T;
}

/** A message with every field at its default: a copy of one that was made before, with lists of its own. */
function blank(type: MessageType<unknown>): Target {
  let template = templates.get(type);
  if (template === undefined) {
    const defaults = type.fields.map((field) => [field.name, defaultOf(field)] as const);
    const lists = type.fields.filter(({ repeated }) => repeated).map(({ name }) => name);
    template = { message: Object.fromEntries(defaults), lists };
    templates.set(type, template);
  }
  const target = { ...template.message };
  for (const list of template.lists) target[list] = [];
  return target;
}

const templates = new Map<MessageType<unknown>, { message: Target; lists: readonly string[] }>();

function defaultOf(field: CompiledField): unknown {
  if (field.repeated) return [];
  return field.oneof === undefined ? defaults[field.kind] : undefined;
}

const defaults: Readonly<Record<Kind, unknown>> = {
  bytes: EMPTY,
  string: '',
  bool: false,
  int32: 0,
  uint32: 0,
  int64: 0n,
  uint64: 0n,
  message: undefined,
};

function readMessage(
  reader: Reader,
  type: MessageType<unknown>,
  end: number,
  target: Target,
  depth: number,
): Target {
  if (depth > MAX_DEPTH) throw reader.fault('nested too deeply');
  while (reader.at < end) {
    const start = reader.at;
    const tag = reader.tag(end);
    const field = type.byNumber[Math.floor(tag / 8)];
    if (field?.tag !== tag) {
      reader.skip(tag, end, depth);
      reader.keepUnknown(target, start);
      continue;
    }
    const value =
      field.wireType === 0
        ? readScalar(reader, field, end)
        : readDelimited(reader, field, end, target, depth);
    if (field.repeated) (target[field.name] as unknown[]).push(value);
    else target[field.name] = value;
    for (const rival of field.rivals) target[rival] = undefined;
  }
  return target;
}

function readScalar(reader: Reader, field: CompiledField, end: number): unknown {
  const value = reader.varint(end);
  switch (field.kind) {
    case 'bool':
      return typeof value === 'bigint' ? value !== 0n : value !== 0;
    case 'int32':
      return typeof value === 'bigint' ? Number(BigInt.asIntN(32, value)) : toInt32(value);
    case 'uint32':
      return typeof value === 'bigint' ? Number(BigInt.asUintN(32, value)) : toUint32(value);
    case 'int64':
      return BigInt.asIntN(64, BigInt(value));
    default:
      return BigInt(value);
  }
}

const toUint32 = (value: number): number => (value <= 0xffff_ffff ? value : value % 0x1_0000_0000);
const toInt32 = (value: number): number => toUint32(value) | 0;

function readDelimited(
  reader: Reader,
  field: CompiledField,
  end: number,
  target: Target,
  depth: number,
): unknown {
  const stop = reader.delimiter(end);
  if (field.kind === 'message') {
    const inner = subType(field);
    const present = field.repeated ? undefined : target[field.name];
    const into = isTarget(present) ? present : blank(inner);
    return readMessage(reader, inner, stop, into, depth + 1);
  }
  const raw = reader.at === stop ? EMPTY : reader.input.subarray(reader.at, stop);
  reader.at = stop;
  return field.kind === 'string' ? reader.text(raw) : raw;
}

function subType(field: CompiledField): MessageType<unknown> {
  if (field.type === undefined) throw new WireError(`field ${field.name} has no message type`);
  return field.type();
}

const isTarget = (value: unknown): value is Target => typeof value === 'object' && value !== null;
