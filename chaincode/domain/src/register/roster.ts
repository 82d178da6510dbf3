import { z } from 'zod';
import { recordShape } from '../shared/document.js';
import type { DocumentKind } from '../shared/document.js';
import { referenceSchema, sha256Schema } from '../shared/text.js';
import { votingShape } from './constitution.js';
import { inForce, registerEntrySteps } from './entry.js';
import { standingSchema } from './standing.js';
import type { Standing } from './standing.js';
import { votersBound } from './voters.js';

/**
 * Who is who on a channel, in the one record that every act reads: its voters, and the standing of each member. It is founded once, and
 * written in the transaction that adopts entries of members.
 */
export const rosterSchema = z.strictObject({
  kind: z.literal('roster'),
  ...recordShape,
  ...votingShape,
  status: z.enum(inForce),
  /** The decision that founded the register. */
  founding: z.strictObject({ decision: referenceSchema, sha256: sha256Schema }),
  /** Each member once, in the order of their identifiers. */
  members: z.array(standingSchema).refine(isAscending, 'must be in ascending order, each once'),
});

export type Roster = Readonly<z.infer<typeof rosterSchema>>;

export const rosterParts: readonly string[] = ['roster'];

export const rosterDocument: DocumentKind<Roster> = {
  kind: 'roster',
  roles: ['voter'],
  statuses: inForce,
  steps: registerEntrySteps('Roster', inForce),
  schema: rosterSchema,
  isSealed: true,
  parts: () => rosterParts,
  parties: ({ voters }) => votersBound(voters),
};

/** A member's standing, if it is registered. */
export function standingIn(
  { members }: Pick<Roster, 'members'>,
  msp: string,
): Standing | undefined {
  return members.find((standing) => standing.msp === msp);
}

function isAscending(members: readonly Standing[]): boolean {
  return members.every(({ msp }, index) => {
    const previous = members[index - 1];
    return previous === undefined || previous.msp < msp;
  });
}
