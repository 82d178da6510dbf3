import type { MessageType } from '@argosy/protocol/wire';
import type { Chance } from './chance.js';
import { varint } from './mutations.js';

type Table = MessageType<unknown>;
type Field = Table['fields'][number];

const DEPTH = 6;

/** Bytes in the form of a message: its own fields in any order and number, now and then one that is wrong. */
export function generate(type: Table, chance: Chance, depth = 0): Buffer {
  const parts: Buffer[] = [];
  if (type.fields.length === 0 || chance.once(20)) parts.push(stranger(chance));
  for (let left = chance.below(depth === 0 ? 8 : 4); left > 0 && type.fields.length > 0; left--) {
    const field = chance.pick(type.fields);
    parts.push(chance.once(25) ? misfit(field, chance) : ownField(field, chance, depth));
  }
  return Buffer.concat(parts);
}

function ownField(field: Field, chance: Chance, depth: number): Buffer {
  const tag = varint(field.tag);
  if (field.wireType === 0) return Buffer.concat([tag, number(chance)]);
  return delimited(tag, content(field, chance, depth));
}

const delimited = (tag: Buffer, bytes: Buffer): Buffer =>
  Buffer.concat([tag, varint(bytes.length), bytes]);

function content(field: Field, chance: Chance, depth: number): Buffer {
  switch (field.kind) {
    case 'message':
      return depth >= DEPTH || field.type === undefined
        ? Buffer.of()
        : generate(field.type(), chance, depth + 1);
    case 'string':
      return text(chance);
    default:
      return chance.bytes(chance.pick([0, 1, 2, 20, 32, 33]));
  }
}

function text(chance: Chance): Buffer {
  if (chance.once(30))
    return Buffer.from(chance.pick(['ff', 'c080', 'eda080', 'f4908080', 'e2']), 'hex');
  return Buffer.from(chance.pick(TEXTS));
}

const TEXTS = [
  '',
  'a',
  'trade',
  '\u0000',
  '/Channel/Application/Admins',
  'Org1MSP',
  '_implicit_org_Org1MSP',
  '_lifecycle',
  '__proto__',
  'constructor',
  'ｆ\u{1F600}',
  'x'.repeat(300),
] as const;

function number(chance: Chance): Buffer {
  const chosen = chance.pick(NUMBERS);
  return typeof chosen === 'string' ? Buffer.from(chosen, 'hex') : varint(chosen);
}

/** The strings are varints that no number stands for: too long, 64 bits, more than 64 bits, cut off. */
const NUMBERS = [
  ...[0, 1, 2, 3, 4, 127, 128, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 49, 2 ** 53 - 1],
  ...['8000', 'ffffffffffffffffff01', 'ffffffffffffffffff02', '80808080808080808001', 'ff'],
] as const;

/** A field of the message with another wire type. */
function misfit(field: Field, chance: Chance): Buffer {
  const wire = chance.pick([0, 1, 2, 3, 4, 5, 6, 7].filter((type) => type !== field.wireType));
  const tag = varint(field.number * 8 + wire);
  return Buffer.concat([tag, chance.bytes(chance.pick([0, 1, 4, 8, 12]))]);
}

/** A field that no message has, in a form that must be kept or refused; groups are read over. */
function stranger(chance: Chance): Buffer {
  const tag = (type: number): Buffer =>
    varint(chance.pick([0, 99, 2 ** 29 - 1, 2 ** 29]) * 8 + type);
  return chance.pick([
    () => Buffer.concat([tag(0), number(chance)]),
    () => Buffer.concat([tag(1), chance.bytes(8)]),
    () => delimited(tag(2), chance.bytes(chance.below(10))),
    () => Buffer.concat([varint(99 * 8 + 3), tag(0), varint(1), varint(99 * 8 + 4)]),
    () =>
      Buffer.concat(Array.from({ length: chance.pick([3, 101, 400]) }, () => varint(99 * 8 + 3))),
    () => Buffer.concat([tag(5), chance.bytes(4)]),
  ])();
}
