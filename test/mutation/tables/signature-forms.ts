/** What can be done to the bytes of a good ECDSA signature over P-256, and whether it still holds (3.3). */
import { integer, sequence } from '../../support/der.js';
import type { Chance } from '../../support/chance.js';

export interface SignatureForm {
  readonly name: string;
  readonly holds: boolean;
  readonly change: (signature: Buffer, chance: Chance) => Buffer;
}

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

export const signatureForms: readonly SignatureForm[] = [
  {
    name: 'with one bit changed',
    holds: false,
    change: (signature, chance) => {
      const changed = Buffer.from(signature);
      const at = chance.below(changed.length);
      changed[at] = changed[at]! ^ (1 << chance.below(8));
      return changed;
    },
  },
  {
    name: 'cut off',
    holds: false,
    change: (signature, chance) => signature.subarray(0, 1 + chance.below(signature.length - 1)),
  },
  { name: 'of random bytes', holds: false, change: (_, chance) => chance.bytes(71) },
  {
    name: 'with the other S, which is high',
    holds: false,
    change: (signature) =>
      withNumbers(signature, (r, s) => [integer(bytes(r)), integer(bytes(ORDER - s))]),
  },
  {
    name: 'with R and S exchanged',
    holds: false,
    change: (signature) => withNumbers(signature, (r, s) => [integer(bytes(s)), integer(bytes(r))]),
  },
  {
    name: 'with R or S zero',
    holds: false,
    change: (signature, chance) =>
      withNumbers(signature, (r, s) =>
        chance.once(2)
          ? [integer(bytes(r)), integer(bytes(0n))]
          : [integer(bytes(0n)), integer(bytes(s))],
      ),
  },
  {
    name: 'with a number that is longer than it need be',
    holds: false,
    change: (signature) =>
      withNumbers(signature, (r, s) => [
        Buffer.concat([Buffer.of(0x02, 34, 0, 0), bytes(r).subarray(-32)]),
        integer(bytes(s)),
      ]),
  },
  {
    name: 'with a length in two bytes where one does',
    holds: false,
    change: (signature) =>
      Buffer.concat([Buffer.of(0x30, 0x81, signature.length - 2), signature.subarray(2)]),
  },
  {
    name: 'with bytes after it',
    holds: true,
    change: (signature, chance) => Buffer.concat([signature, chance.bytes(1 + chance.below(9))]),
  },
  {
    name: 'with an element after S',
    holds: true,
    change: (signature) =>
      withNumbers(signature, (r, s) => [integer(bytes(r)), integer(bytes(s)), Buffer.of(0x05, 0)]),
  },
];

function withNumbers(
  signature: Buffer,
  elements: (r: bigint, s: bigint) => readonly Buffer[],
): Buffer {
  const lengthOfR = signature[3] ?? 0;
  const r = signature.subarray(4, 4 + lengthOfR);
  const s = signature.subarray(4 + lengthOfR + 2);
  return sequence(...elements(numberOf(r), numberOf(s)));
}

const numberOf = (magnitude: Buffer): bigint => BigInt(`0x${magnitude.toString('hex')}`);
const bytes = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(66, '0'), 'hex');
