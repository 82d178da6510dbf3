import { LedgerError } from '../errors.js';
import type { Constitution } from './constitution.js';

/** A register is founded once. Refuses: REGISTER_ALREADY_FOUNDED. */
export function refuseFoundedAlready(standing: Constitution | undefined): void {
  if (standing !== undefined) {
    const { decision } = standing.origin;
    const details = { current: decision, field: 'constitution' };
    throw LedgerError.of('REGISTER_ALREADY_FOUNDED', details);
  }
}
