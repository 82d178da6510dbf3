import type { RegisterDecision } from '@argosy/domain/register/decision';
import type { Kept } from './view.js';
import { tableOfBorder } from './table-of-border.js';
import { tableOfDeals } from './table-of-deals.js';
import { tableOfRegister } from './table-of-register.js';

/** What a function does to a document: its status before (- for none), who calls, its status after (= for the same). */
export type Row = readonly [name: string, from: string, part: string, to: string];

export type Table = Readonly<Record<string, readonly Row[]>>;

export const tables = {
  trade: { ...tableOfDeals, ...tableOfRegister },
  border: { ...tableOfBorder, ...tableOfRegister },
} as const satisfies Record<string, Table>;

/** A table with one part, one status before and one after in each row. */
export function spelledOut(table: Table): ReadonlyMap<string, readonly Row[]> {
  const alternatives = ([name, from, part, to]: Row): readonly Row[] =>
    from
      .split('|')
      .flatMap((one) => part.split('|').map((who): Row => [name, one, who, to === '=' ? one : to]));
  return new Map(Object.entries(table).map(([kind, rows]) => [kind, rows.flatMap(alternatives)]));
}

/** The member that has a part in a document. */
export function memberIn(record: Kept, part: string): string | undefined {
  if ('parties' in record) {
    const parties: Readonly<Record<string, { readonly msp: string }>> = { ...record.parties };
    return parties[part]?.msp;
  }
  if (record.kind === 'member' || record.kind === 'roster') return undefined;
  if (record.kind === 'decision') return voterIn(record);
  if (record.kind === 'bill') return part === 'carrier' ? record.carrier.msp : undefined;
  if (part === 'possessor') return record.possessor.msp;
  return part === 'predecessor' ? record.previous?.possessor.msp : record.carrier.msp;
}

/** One who has not voted yet, where there is one. */
function voterIn({ voters, approvals, rejections }: RegisterDecision): string | undefined {
  const voted = [...approvals, ...rejections].map(({ msp }) => msp);
  return voters.find((msp) => !voted.includes(msp)) ?? voters[0];
}
