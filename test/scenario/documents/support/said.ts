import type { Outcome } from './outcome.js';

/** What the peers answer to whoever is no member of the channel. */
export const accessDenied = 'access denied';

/** How a call was answered, in a word. */
export function said({ refusal, failure, status }: Outcome): string {
  if (refusal !== undefined) return refusal.code;
  if (failure === undefined) return `endorsed: ${String(status)}`;
  return failure.includes(accessDenied) ? accessDenied : failure;
}
