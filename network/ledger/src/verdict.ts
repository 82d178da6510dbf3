import { validationCode } from '@argosy/protocol/validation-code';
import type { ValidationCodeName } from '@argosy/protocol/validation-code';

/** What validation says of a transaction: Fabric's code and, for a person, why. */
export interface Verdict {
  readonly code: number;
  readonly reason: string;
}

export const VALID: Verdict = { code: validationCode.VALID, reason: '' };

export const invalid = (code: ValidationCodeName, reason: string): Verdict => ({
  code: validationCode[code],
  reason,
});

/** A block that must not be committed: it does not continue the chain, or holds what this node cannot judge. */
export class BlockRejected extends Error {
  override readonly name = 'BlockRejected';
}
