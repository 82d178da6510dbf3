import { LedgerError } from '../errors.js';
import type { Roster } from './roster.js';

/** A register is founded once. Refuses: REGISTER_ALREADY_FOUNDED. */
export function refuseFoundedAlready(standing: Roster | undefined): void {
  if (standing !== undefined) {
    const { decision } = standing.founding;
    const details = { current: decision, field: 'constitution' };
    throw LedgerError.of('REGISTER_ALREADY_FOUNDED', details);
  }
}
