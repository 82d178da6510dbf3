import type { EndedPresentations } from '@argosy/domain/credit/close';
import type { Drawings } from '@argosy/domain/credit/drawings';
import type { ExaminationStatus } from '@argosy/domain/examination/steps';
import type { Records } from './records.js';

/** How each presentation under a credit ended, read from its examination by key: no range of keys is read. */
export async function endedPresentations(
  records: Records,
  { presentations, parties }: Drawings,
): Promise<EndedPresentations> {
  const { msp } = parties.issuingBank;
  const ends = await Promise.all(
    presentations.map(async ({ reference }) => {
      const examination = await records.find('examination', [reference, msp]);
      return { reference, status: examination?.status };
    }),
  );
  const endedAs = (ended: ExaminationStatus): ReadonlySet<string> =>
    new Set(ends.filter(({ status }) => status === ended).map(({ reference }) => reference));
  return { returned: endedAs('returned'), settled: endedAs('settled') };
}
