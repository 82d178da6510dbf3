import type { DealRecords } from './records.js';

/** What members are called, as the register of a channel has them, or their identifiers where it has none. */
export type MemberNames = (msp: string) => string;

/** The names of these members. */
export async function namesOf(
  msps: readonly string[],
  { trade, border }: DealRecords,
): Promise<MemberNames> {
  const keys = [...new Set(msps)].map((msp) => [msp]);
  const found = await Promise.all([
    border?.called('member', keys) ?? [],
    trade.called('member', keys),
  ]);
  const names = new Map(found.flat().map(({ msp, name }) => [msp, name]));
  return (msp) => names.get(msp) ?? msp;
}
