import { LedgerError } from '../src/errors.js';
import type { ErrorCode } from '../src/errors.js';

/** The refusal that a call ends in; anything else fails the test. */
export function refusalOf(run: () => unknown): LedgerError {
  try {
    run();
  } catch (error) {
    if (error instanceof LedgerError) return error;
    throw error;
  }
  throw new Error('The call was not refused');
}

export function codeOf(run: () => unknown): ErrorCode {
  return refusalOf(run).code;
}
