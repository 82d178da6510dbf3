import type { EndedPresentations } from '@argosy/domain/credit/close';
import type { Drawings } from '@argosy/domain/credit/drawings';
import type { ExaminationStatus } from '@argosy/domain/examination/steps';
import { LedgerError } from '@argosy/domain/errors';
import type { Records } from './records.js';

/**
 * How each presentation under a credit ended, read from its examination by key: no range of keys is read. What others wrote in place of
 * an examination counts for nothing, and holds up nobody else's presentation under the credit.
 */
export async function endedPresentations(
  records: Records,
  { presentations, parties }: Drawings,
): Promise<EndedPresentations> {
  const { msp } = parties.issuingBank;
  const ends = await Promise.all(
    presentations.map(async ({ reference }) => {
      const examination = await records.find('examination', [reference, msp]).catch(unlessForged);
      return { reference, status: examination?.status };
    }),
  );
  const endedAs = (ended: ExaminationStatus): ReadonlySet<string> =>
    new Set(ends.filter(({ status }) => status === ended).map(({ reference }) => reference));
  return { returned: endedAs('returned'), settled: endedAs('settled') };
}

function unlessForged(error: unknown): undefined {
  const isForged =
    error instanceof LedgerError &&
    (error.code === 'RECORD_UNSEALED' || error.code === 'RECORD_UNREADABLE');
  if (!isForged) throw error;
}
