/** The function by which confidential terms are recorded. It takes them in transient data, keeps no request of that name on the
 *  ledger, and can be repeated without harm: they stand under their own hash. */
export const recordConfidential = 'confidential:Record';

/** What travels to the peers beside a proposal and stands in no block: by name. It is held in memory until the peers have endorsed,
 *  and is written nowhere. */
export type Transient = Readonly<Record<string, string>>;

/** Whether an operation cannot be proposed without what it was asked for with. */
export function needsTransient(name: string): boolean {
  return name === recordConfidential;
}
