import { kindOf } from '@argosy/domain/documents';
import { LedgerError } from '@argosy/domain/errors';
import type { LedgerRecord } from '@argosy/domain/shared/document';
import { documentKey } from '@argosy/domain/shared/ledger-key';
import { partiesWithoutGuard } from './members.js';
import type { FindStanding } from './members.js';
import { guardsWithoutSeal, hasPolicyOf, isClosed, sealAtEnd } from './seals.js';
import type { WorldState } from './world-state.js';

/** Where it is read whether those whom a record binds have consented to it. */
export interface Judging {
  readonly state: WorldState;
  readonly findStanding: FindStanding;
  /** The voters of the channel's register; undefined before its founding. */
  readonly findVoters: () => Promise<readonly string[] | undefined>;
}

/** Refuses: RECORD_UNSEALED, where somebody whom a record binds has not consented to its creation. */
export async function refuseUnsealed(
  record: LedgerRecord,
  { state, findStanding, findVoters }: Judging,
): Promise<void> {
  const document = kindOf(record);
  const parts = [...document.parts(record)];
  const key = documentKey(document.kind, parts);
  const [without, unguarded] = await Promise.all([
    guardsWithoutSeal(state, key, record),
    partiesWithoutGuard(findStanding, document, record),
  ]);
  // An entry made up by some of the voters names those alone.
  const voters = document.isOfRegister === true ? ((await findVoters()) ?? []) : [];
  const outvoted = voters.filter((msp) => !record.guards.includes(msp));
  const [missing] = [...without, ...unguarded, ...outvoted];
  if (missing === undefined) return;
  throw LedgerError.of('RECORD_UNSEALED', { document: document.kind, parts, guard: missing });
}

/**
 * Whether a record that is not sealed cannot change without the peers of those whom it binds; nor at all, and ended as they sealed it,
 * once it is final.
 */
export async function isGuarded(
  record: LedgerRecord,
  { state, findStanding }: Judging,
): Promise<boolean> {
  const document = kindOf(record);
  const unguarded = await partiesWithoutGuard(findStanding, document, record);
  if (unguarded.length > 0) return false;
  const key = documentKey(document.kind, document.parts(record));
  if (document.isFinal?.(record) !== true) return hasPolicyOf(state, key, record.guards);
  const unsealed = await guardsWithoutSeal(state, key, sealAtEnd(record));
  return unsealed.length === 0 && isClosed(state, key);
}
