import { z } from 'zod';
import type { Step } from '../shared/document.js';
import { referenceSchema, sha256Schema } from '../shared/text.js';

/** Where an entry of the register comes from: the decision by which it is in force on this channel, and its content's hash. */
export const registerOriginSchema = z.strictObject({
  decision: referenceSchema,
  sha256: sha256Schema,
});

export type RegisterOrigin = Readonly<z.infer<typeof registerOriginSchema>>;

/** An entry that is neither good nor bad standing: the one that counts. */
export const inForce = ['inForce'] as const;

/** The life of an entry: decisions make it and change it, nothing else does. */
export function registerEntrySteps<Status extends string>(
  name: 'Member' | 'Calendar' | 'CodeList' | 'Constitution',
  statuses: readonly Status[],
): { readonly enter: Step<'voter', Status>; readonly change: Step<'voter', Status> } {
  const common = { by: ['voter'], staff: ['administrator'], to: statuses } as const;
  const within = 'register:Approve';
  return {
    enter: { ...common, from: [], event: `${name}Entered`, within },
    change: { ...common, from: statuses, event: `${name}Changed`, within },
  };
}
