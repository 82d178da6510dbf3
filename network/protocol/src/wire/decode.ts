import { isUtf8 } from 'node:buffer';
import { WireError } from './error.js';
import type { CompiledField, Kind, MessageType } from './schema.js';

const MAX_FIELD_NUMBER = 536_870_911;
const MAX_DEPTH = 100;
/** No message within the limits of a channel comes near it; it bounds what a hostile one of two-byte fields takes up. */
const MAX_FIELDS = 6_000_000;
const EMPTY = new Uint8Array(0);

type Target = Record<string, unknown>;

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

/** A cursor over the input. */
class Reader {
  at = 0;
  private fieldsLeft = MAX_FIELDS;
  /** Where unknown fields stand: begin and end of each run, joined at the end so that many of them cost no more than few. */
  private readonly unknown = new Map<Target, number[]>();

  constructor(
    readonly input: Uint8Array,
    private readonly what: string,
  ) {}

  fault(why: string): WireError {
    return new WireError(`cannot parse ${this.what} at byte ${this.at}: ${why}`);
  }

  /** A varint of up to 64 bits: a number while it is exact, a bigint above 2^49. */
  varint(end: number): number | bigint {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 7; i++) {
      const byte = this.byte(end);
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    return this.wideVarint(BigInt(value), end);
  }

  private wideVarint(low: bigint, end: number): bigint {
    let value = low;
    for (let shift = 49n; shift <= 63n; shift += 7n) {
      const byte = this.byte(end);
      if (shift === 63n && byte > 1) throw this.fault('varint is longer than 64 bits');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw this.fault('varint is longer than 64 bits');
  }

  private byte(end: number): number {
    const byte = this.at < end ? this.input[this.at] : undefined;
    if (byte === undefined) throw this.fault('unexpected end');
    this.at++;
    return byte;
  }

  /** Keep what was read since `start` as unknown fields of a message. */
  keepUnknown(target: Target, start: number): void {
    const runs = this.unknown.get(target);
    if (runs === undefined) this.unknown.set(target, [start, this.at]);
    else if (runs.at(-1) === start) runs[runs.length - 1] = this.at;
    else runs.push(start, this.at);
  }

  attachUnknown(): void {
    for (const [target, runs] of this.unknown) {
      const parts: Uint8Array[] = [];
      for (let i = 0; i < runs.length; i += 2)
        parts.push(this.input.subarray(runs[i], runs[i + 1]));
      target['$unknown'] = parts.length === 1 ? parts[0] : Buffer.concat(parts);
    }
  }

  tag(end: number): number {
    if (this.fieldsLeft-- === 0) throw this.fault('too many fields');
    const tag = Number(this.varint(end));
    const number = Math.floor(tag / 8);
    if (number < 1 || number > MAX_FIELD_NUMBER) throw this.fault('invalid field number');
    return tag;
  }

  /** Read a length and return where the delimited value ends. */
  delimiter(end: number): number {
    const length = Number(this.varint(end));
    return this.bounded(this.at + length, end);
  }

  private bounded(stop: number, end: number): number {
    if (stop > end) throw this.fault('unexpected end');
    return stop;
  }

  skip(tag: number, end: number, depth: number): void {
    if (depth > MAX_DEPTH) throw this.fault('nested too deeply');
    switch (tag % 8) {
      case 0:
        this.varint(end);
        return;
      case 1:
        this.at = this.bounded(this.at + 8, end);
        return;
      case 2:
        this.at = this.delimiter(end);
        return;
      case 3:
        this.skipGroup(Math.floor(tag / 8), end, depth);
        return;
      case 5:
        this.at = this.bounded(this.at + 4, end);
        return;
      default:
        throw this.fault('invalid wire type');
    }
  }

  private skipGroup(number: number, end: number, depth: number): void {
    for (;;) {
      const tag = this.tag(end);
      if (tag % 8 === 4) {
        if (Math.floor(tag / 8) !== number) throw this.fault('mismatched end of group');
        return;
      }
      this.skip(tag, end, depth + 1);
    }
  }

  text(raw: Uint8Array): string {
    const view = Buffer.from(raw.buffer, raw.byteOffset, raw.length);
    if (!isUtf8(view)) throw this.fault('invalid UTF-8');
    return view.toString('utf8');
  }
}
