import type { SignatureCheck } from '@argosy/protocol/signature-checks';
import type { VerificationKey } from '@argosy/protocol/verification-key';

/** A signature to be verified, whoever made it. */
export type Check = Omit<SignatureCheck, 'signer'>;

/** Checks as one piece of memory that can be given to another thread. */
export interface PackedChecks {
  /** Per check: number of the key, length of the message, length of the signature. */
  readonly layout: Uint32Array<ArrayBuffer>;
  /** Messages and signatures, one after the other. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A batch for a thread. */
export interface VerifyRequest extends PackedChecks {
  /** The keys that the thread has not had before, under their numbers. */
  readonly keys: readonly (readonly [number, VerificationKey])[];
  /** Forget the keys of earlier batches first. */
  readonly forget: boolean;
}

/** What a thread answers per check of a batch, in order. */
export const outcome = { broken: 0, holds: 1, unknown: 2 } as const;

const FIELDS = 3;

/** Copy checks together. `keyNumber` says under which number the other thread knows a key. */
export function packChecks(
  checks: readonly Check[],
  keyNumber: (key: VerificationKey) => number,
): PackedChecks {
  const layout = new Uint32Array(checks.length * FIELDS);
  let size = 0;
  checks.forEach(({ key, message, signature }, i) => {
    layout.set([keyNumber(key), message.length, signature.length], i * FIELDS);
    size += message.length + signature.length;
  });
  const bytes = new Uint8Array(size);
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
    const [number = 0, messageLength = 0, signatureLength = 0] = layout.subarray(i * FIELDS);
    const key = keys.get(number);
    if (key === undefined) throw new RangeError(`key ${number} was not given`);
    return { key, message: take(messageLength), signature: take(signatureLength) };
  });
}
