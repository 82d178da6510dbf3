import { isUtf8 } from 'node:buffer';
import { WireError } from './error.js';

const MAX_FIELD_NUMBER = 536_870_911;
export const MAX_DEPTH = 100;
/** No message within the limits of a channel comes near it; it bounds what a hostile one of two-byte fields takes up. */
const MAX_FIELDS = 6_000_000;

/** A message while it is decoded. */
export type Target = Record<string, unknown>;

/** A cursor over the input. */
export class Reader {
  at = 0;
  private fieldsLeft = MAX_FIELDS;
  /** Where unknown fields stand: begin and end of each run, joined at the end so that many of them cost no more than few. */
  private unknown: Map<Target, number[]> | undefined;

  constructor(
    readonly input: Uint8Array,
    private readonly what: string,
  ) {}

  fault(why: string, concerns?: WireError['concerns']): WireError {
    return new WireError(`cannot parse ${this.what} at byte ${this.at}: ${why}`, concerns);
  }

  /** A varint of up to 64 bits: a number while it is exact, a bigint above 2^49. */
  varint(end: number): number | bigint {
    // Most are of one byte.
    const only = this.at < end ? this.input[this.at] : undefined;
    if (only === undefined || only >= 0x80) return this.longVarint(end);
    this.at++;
    return only;
  }

  private longVarint(end: number): number | bigint {
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
    this.unknown ??= new Map();
    const runs = this.unknown.get(target);
    if (runs === undefined) this.unknown.set(target, [start, this.at]);
    else if (runs.at(-1) === start) runs[runs.length - 1] = this.at;
    else runs.push(start, this.at);
  }

  attachUnknown(): void {
    for (const [target, runs] of this.unknown ?? []) {
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
    if (!isUtf8(view)) throw this.fault('invalid UTF-8', 'text');
    return view.toString('utf8');
  }
}
