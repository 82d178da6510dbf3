import { WireError } from './error.js';
import type { CompiledField, Encodable, MessageType } from './schema.js';

type Source = Readonly<Record<string, unknown>>;

/** Encode a message: fields in the order of their numbers, defaults left out, unknown fields last, as Go does. */
export function encode<T>(type: MessageType<T>, value: Encodable<T>): Buffer {
  const writer = new Writer();
  writeMessage(writer, type, value as Source);
  return writer.finish();
}

function writeMessage(writer: Writer, type: MessageType<unknown>, source: Source): void {
  const unknown = source['$unknown'];
  if (unknown instanceof Uint8Array) writer.raw(unknown);
  for (let i = type.fields.length - 1; i >= 0; i--) {
    const field = type.fields[i];
    if (field !== undefined) writeField(writer, field, source[field.name]);
  }
}

function writeField(writer: Writer, field: CompiledField, value: unknown): void {
  if (value === undefined) return;
  if (Array.isArray(value)) {
    for (let i = value.length - 1; i >= 0; i--) writeValue(writer, field, value[i]);
  } else if (hasPresence(field) || !isDefault(value)) writeValue(writer, field, value);
}

const hasPresence = (field: CompiledField): boolean =>
  field.oneof !== undefined || field.always === true;

function isDefault(value: unknown): boolean {
  if (value instanceof Uint8Array) return value.length === 0;
  return value === '' || value === 0 || value === 0n || value === false;
}

function writeValue(writer: Writer, field: CompiledField, value: unknown): void {
  if (value instanceof Uint8Array) writer.bytes(value);
  else if (typeof value === 'string') writer.text(value);
  else if (typeof value === 'number' || typeof value === 'bigint') writer.varint(value);
  else if (typeof value === 'boolean') writer.varint(value ? 1 : 0);
  else {
    const before = writer.length;
    writeMessage(writer, subType(field), value as Source);
    writer.varint(writer.length - before);
  }
  writer.varint(field.tag);
}

function subType(field: CompiledField): MessageType<unknown> {
  if (field.type === undefined) throw new WireError(`field ${field.name} is not a message`);
  return field.type();
}

/** Writes from the end to the front, so that the length of what was written is known when its prefix is due. */
class Writer {
  private buffer = scratch;
  private at = scratch.length;

  finish(): Buffer {
    scratch = this.buffer;
    return Buffer.from(this.buffer.subarray(this.at));
  }

  private room(size: number): void {
    if (this.at >= size) return;
    const used = this.buffer.length - this.at;
    const grown = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, used + size));
    this.buffer.copy(grown, grown.length - used, this.at);
    this.at = grown.length - used;
    this.buffer = grown;
  }

  /** Bytes written so far. */
  get length(): number {
    return this.buffer.length - this.at;
  }

  raw(value: Uint8Array): void {
    this.room(value.length);
    this.at -= value.length;
    this.buffer.set(value, this.at);
  }

  bytes(value: Uint8Array): void {
    this.raw(value);
    this.varint(value.length);
  }

  text(value: string): void {
    const length = Buffer.byteLength(value);
    this.room(length);
    this.at -= length;
    this.buffer.write(value, this.at, length, 'utf8');
    this.varint(length);
  }

  varint(value: number | bigint): void {
    this.room(10);
    if (value < 0 || value > 0x7fff_ffff) this.wideVarint(BigInt(value));
    else this.narrowVarint(Number(value));
  }

  private narrowVarint(value: number): void {
    let size = 1;
    for (let rest = value >>> 7; rest !== 0; rest >>>= 7) size++;
    this.at -= size;
    let rest = value;
    for (let i = 0; i < size; i++) {
      this.buffer[this.at + i] = (rest & 0x7f) | (i < size - 1 ? 0x80 : 0);
      rest >>>= 7;
    }
  }

  private wideVarint(value: bigint): void {
    const groups: number[] = [];
    for (let rest = BigInt.asUintN(64, value); ; rest >>= 7n) {
      groups.push(Number(rest & 0x7fn));
      if (rest < 0x80n) break;
    }
    this.at -= groups.length;
    groups.forEach((group, i) => {
      this.buffer[this.at + i] = group | (i < groups.length - 1 ? 0x80 : 0);
    });
  }
}

/** One growing buffer for all encodings: encoding is synchronous, so only one is under way at a time. */
let scratch = Buffer.allocUnsafe(64 * 1024);
