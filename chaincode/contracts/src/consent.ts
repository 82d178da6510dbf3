import { kindOf } from '@argosy/domain/documents';
import { LedgerError } from '@argosy/domain/errors';
import type { LedgerRecord } from '@argosy/domain/shared/document';
import { documentKey } from '@argosy/domain/shared/ledger-key';
import { partiesWithoutGuard } from './members.js';
import type { Founded } from './members.js';
import { guardsWithoutSeal, hasPolicyOf, isClosed, sealAtEnd } from './seals.js';
import type { WorldState } from './world-state.js';

/** Where it is read whether those whom a record binds have consented to it. */
export interface Judging {
  readonly state: WorldState;
  readonly findRoster: () => Promise<Founded>;
}

/** Refuses: RECORD_UNSEALED, where somebody whom a record binds has not consented to its creation. */
export async function refuseUnsealed(
  record: LedgerRecord,
  { state, findRoster }: Judging,
): Promise<void> {
  const document = kindOf(record);
  const parts = [...document.parts(record)];
  const key = documentKey(document.kind, parts);
  // The roster says itself who has to have made it.
  const roster = document.kind === 'roster' ? undefined : await findRoster();
  const without = await guardsWithoutSeal(state, key, record);
  const unguarded = partiesWithoutGuard(roster, document, record);
  // An entry made up by some of the voters names those alone.
  const voters = document.isOfRegister === true ? (roster?.voters ?? []) : [];
  const outvoted = voters.filter((msp) => !record.guards.includes(msp));
  const [missing] = [...without, ...unguarded, ...outvoted];
  if (missing === undefined) return;
  throw LedgerError.of('RECORD_UNSEALED', { document: document.kind, parts, guard: missing });
}

/**
 * Whether a record that is not sealed, and its text as it stands on the ledger, cannot change without the peers of those whom it binds;
 * nor at all, and ended as they sealed it, once it is final.
 */
export async function isGuarded(
  { record, text }: { readonly record: LedgerRecord; readonly text: string },
  { state, findRoster }: Judging,
): Promise<boolean> {
  const document = kindOf(record);
  if (partiesWithoutGuard(await findRoster(), document, record).length > 0) return false;
  const key = documentKey(document.kind, document.parts(record));
  if (document.isFinal?.(record) !== true) return hasPolicyOf(state, key, record.guards);
  const unsealed = await guardsWithoutSeal(state, key, sealAtEnd(record, text));
  return unsealed.length === 0 && isClosed(state, key);
}
