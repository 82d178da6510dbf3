import { z } from 'zod';
import type { Call } from '../shared/call.js';
import { effect, refuseEarlier } from '../shared/decision.js';
import type { Draft, Effect } from '../shared/decision.js';
import type { DocumentKind, LedgerRecord, Step } from '../shared/document.js';
import { referenceSchema, sha256Schema } from '../shared/text.js';
import { votersSchema } from './voters.js';

/** Where an entry of the register comes from: the decision by which it is in force on this channel, and its content's hash. */
export const registerOriginSchema = z.strictObject({
  decision: referenceSchema,
  sha256: sha256Schema,
  /** The voters of the channel, whose peers all endorse the entry. */
  voters: votersSchema,
});

export type RegisterOrigin = Readonly<z.infer<typeof registerOriginSchema>>;

/** An entry that is neither good nor bad standing: the one that counts. */
export const inForce = ['inForce'] as const;

/** The life of an entry: decisions make it and change it, nothing else does. */
export function registerEntrySteps<Status extends string>(
  name: 'Member' | 'Calendar' | 'CodeList' | 'Roster',
  statuses: readonly Status[],
): { readonly enter: Step<'voter', Status>; readonly change: Step<'voter', Status> } {
  const common = { by: ['voter'], staff: ['administrator'], to: statuses } as const;
  const within = 'register:Approve';
  return {
    enter: { ...common, from: [], event: `${name}Entered`, within },
    change: { ...common, from: statuses, event: `${name}Changed`, within },
  };
}

/**
 * An entry as it is decided: new, or as a whole in place of the current one, of which nothing but the guarding is kept. Who may
 * decide is judged on the decision. Refuses: TIME_BEFORE_RECORD.
 */
export function putInForce<Kept extends LedgerRecord>(
  document: DocumentKind<Kept>,
  at: {
    readonly draft: Draft<Kept>;
    readonly status: string;
    readonly current: Kept | undefined;
    readonly call: Call;
  },
): Effect<Kept> {
  const { draft, status, current, call } = at;
  // The compiler does not know that all of its members make a record; it is validated before it is written.
  const next = { ...draft, status, version: 1, latestTime: call.time };
  if (current === undefined) return effect(document, 'enter', next as unknown as Kept);
  refuseEarlier(current, call);
  const { guards, seal } = current;
  const changed = { ...next, guards, seal, version: current.version + 1 };
  return effect(document, 'change', changed as unknown as Kept);
}
