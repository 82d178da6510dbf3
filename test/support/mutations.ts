import type { Chance } from './chance.js';

type Mutation = (bytes: Buffer, chance: Chance) => Buffer;

/** Change bytes once: blindly, or as a message whose parts are changed and put together again. */
export function mutate(bytes: Uint8Array, chance: Chance): Buffer {
  const input = Buffer.from(bytes);
  const fields = chance.next() < 0.7 ? split(input) : undefined;
  return fields === undefined || fields.length === 0
    ? chance.pick(blind)(input, chance)
    : join(chance.pick(structural)(fields, chance));
}

const splice = (bytes: Buffer, at: number, removed: number, added: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)]);

const blind: readonly Mutation[] = [
  (bytes, chance) => {
    const copy = Buffer.from(bytes);
    for (let i = chance.below(4); i >= 0 && copy.length > 0; i--) {
      const at = chance.below(copy.length);
      copy[at] = copy[at]! ^ (1 << chance.below(8));
    }
    return copy;
  },
  (bytes, chance) => bytes.subarray(0, chance.below(bytes.length + 1)),
  (bytes, chance) => bytes.subarray(chance.below(bytes.length + 1)),
  (bytes, chance) =>
    splice(bytes, chance.below(bytes.length + 1), 0, chance.bytes(1 + chance.below(20))),
  (bytes, chance) => splice(bytes, chance.below(bytes.length + 1), chance.below(20), Buffer.of()),
  (bytes, chance) => splice(bytes, chance.below(bytes.length + 1), 5, hugeLength),
  (bytes, chance) => Buffer.concat([bytes, nested(chance.pick([3, 99, 101, 5000]))]),
  (_, chance) => chance.bytes(chance.below(300)),
  () => Buffer.of(),
];

const hugeLength = Buffer.from('0affffffffffffffffff01', 'hex');

/** Messages in messages, each the first field of the one around it. */
export function nested(depth: number): Buffer {
  let inner = Buffer.of();
  for (let i = 0; i < depth; i++)
    inner = Buffer.concat([Buffer.of(0x0a), varint(inner.length), inner]);
  return inner;
}

interface Part {
  readonly number: number;
  readonly wireType: number;
  /** Without the length. */
  readonly value: Buffer;
}

const structural: readonly ((parts: readonly Part[], chance: Chance) => readonly Part[])[] = [
  (parts, chance) => parts.toSpliced(chance.below(parts.length), 1),
  (parts, chance) => [...parts, chance.pick(parts)],
  (parts, chance) => parts.toSpliced(chance.below(parts.length), 0, chance.pick(parts)),
  (parts) => parts.toReversed(),
  (parts, chance) => changed(parts, chance, (part) => ({ ...part, number: 1 + chance.below(12) })),
  (parts, chance) =>
    changed(parts, chance, ({ number }) => ({
      number,
      wireType: 0,
      value: varint(chance.pick([0, 1, 2, 127, 2 ** 31, 2 ** 40])),
    })),
  ...Array.from(
    { length: 8 },
    () => (parts: readonly Part[], chance: Chance) =>
      changed(parts, chance, (part) => ({ ...part, value: mutate(part.value, chance) })),
  ),
];

function changed(
  parts: readonly Part[],
  chance: Chance,
  change: (part: Part) => Part,
): readonly Part[] {
  const at = chance.below(parts.length);
  return parts.with(at, change(parts[at]!));
}

/** The fields of a message; undefined where the bytes are none. */
function split(bytes: Buffer): Part[] | undefined {
  const parts: Part[] = [];
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++] ?? NaN;
      value += (byte & 0x7f) * scale;
      if (!(byte >= 0x80)) return value;
    }
  };
  while (at < bytes.length) {
    const tag = number();
    const wireType = tag % 8;
    const start = at;
    const length = wireType === 2 ? number() : (number(), at - start);
    if ((wireType !== 0 && wireType !== 2) || tag < 8) return undefined;
    const from = wireType === 2 ? at : start;
    at = from + length;
    if (!(at <= bytes.length)) return undefined;
    parts.push({ number: Math.floor(tag / 8), wireType, value: bytes.subarray(from, at) });
  }
  return parts;
}

function join(parts: readonly Part[]): Buffer {
  return Buffer.concat(
    parts.flatMap(({ number, wireType, value }) => {
      const length = wireType === 2 ? [varint(value.length)] : [];
      return [varint(number * 8 + wireType), ...length, value];
    }),
  );
}

export function varint(value: number): Buffer {
  const groups: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    groups.push((rest % 128) | (rest >= 128 ? 0x80 : 0));
    if (rest < 128) return Buffer.from(groups);
  }
}
