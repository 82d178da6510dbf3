import type { SignatureCheck } from '@argosy/protocol/signature-checks';
import type { VerificationKey } from '@argosy/protocol/verification-key';

/** A signature to be verified, whoever made it. */
export type Check = Omit<SignatureCheck, 'signer'>;

/** Checks as one piece of memory that can be given to another thread. */
export interface PackedChecks {
  /** Per check: number of the key, length of the message, length of the signature. */
  readonly layout: Uint32Array<ArrayBuffer>;
  /** Messages and signatures, one after the other; at least a byte for each check, for the answer comes back in it. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A batch for a thread. */
export interface VerifyRequest extends PackedChecks {
  /** The keys that the thread has not had before, under their numbers. */
  readonly keys: readonly (readonly [number, VerificationKey])[];
  /** Forget the keys of earlier batches first. */
  readonly forget: boolean;
}

/** What a thread answers per check of a batch, in order, at the beginning of the memory that it was given. */
export const outcome = { broken: 0, holds: 1, unknown: 2 } as const;

const FIELDS = 3;

/** Where packed checks go: what numbers the other thread knows keys by, and memory of at least some size. */
export interface Packing {
  readonly keyNumber: (key: VerificationKey) => number;
  readonly memory?: (size: number) => Uint8Array<ArrayBuffer>;
}

/** Copy checks together. */
export function packChecks(
  checks: readonly Check[],
  { keyNumber, memory = (size) => new Uint8Array(size) }: Packing,
): PackedChecks {
  const layout = new Uint32Array(checks.length * FIELDS);
  let size = 0;
  let field = 0;
  for (const { key, message, signature } of checks) {
    layout[field++] = keyNumber(key);
    layout[field++] = message.length;
    layout[field++] = signature.length;
    size += message.length + signature.length;
  }
  const bytes = memory(Math.max(size, checks.length));
  let at = 0;
  for (const { message, signature } of checks) {
    bytes.set(message, at);
    bytes.set(signature, at + message.length);
    at += message.length + signature.length;
  }
  return { layout, bytes };
}

/** The checks again, as views. Throws RangeError for a key that was not given. */
export function unpackChecks(
  { layout, bytes }: PackedChecks,
  keys: ReadonlyMap<number, VerificationKey>,
): Check[] {
  let at = 0;
  const take = (length: number): Uint8Array => bytes.subarray(at, (at += length));
  return Array.from({ length: layout.length / FIELDS }, (_, i) => {
    const number = layout[i * FIELDS] ?? 0;
    const key = keys.get(number);
    if (key === undefined) throw new RangeError(`key ${number} was not given`);
    const message = take(layout[i * FIELDS + 1] ?? 0);
    return { key, message, signature: take(layout[i * FIELDS + 2] ?? 0) };
  });
}
