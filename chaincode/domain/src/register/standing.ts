import { z } from 'zod';
import { locodeSchema } from '../codes/locode.js';
import type { Party } from '../shared/document.js';
import { mspSchema } from '../shared/text.js';
import { businessRoles } from './business-roles.js';
import type { MemberContent } from './member.js';

/** What acts have to know of a member, on one channel; its particulars are in its own entry. */
export const standingSchema = z.strictObject({
  msp: mspSchema,
  status: z.enum(['active', 'suspended']),
  /** Whose calendar of banking days counts for it. */
  place: locodeSchema,
  businessRoles: z.array(z.enum(businessRoles)).min(1),
  /** What else it was ever registered as here. */
  formerRoles: z.array(z.enum(businessRoles)),
  guard: mspSchema,
  /** Who else ever guarded for it here: older records are theirs. */
  formerGuards: z.array(mspSchema),
});

export type Standing = Readonly<z.infer<typeof standingSchema>>;

/** The standing of a member once its entry is in force, with all that it has been before. */
export function standingAfter(
  { msp, status, place, businessRoles: roles, guard }: MemberContent,
  before: Standing | undefined,
): Standing {
  const earlier = before ?? { businessRoles: [], formerRoles: [], formerGuards: [], guard };
  const everRoles = new Set([...earlier.formerRoles, ...earlier.businessRoles]);
  const everGuards = new Set([...earlier.formerGuards, earlier.guard]);
  return {
    ...{ msp, status, place, guard },
    businessRoles: roles,
    formerRoles: [...everRoles].filter((role) => !roles.includes(role)),
    formerGuards: [...everGuards].filter((it) => it !== guard),
  };
}

/**
 * The members whose peers have ever endorsed for a party; none where the register has never known it as what its part asks for,
 * so that nobody is bound by a document in which somebody else plays, say, the customs.
 */
export function guardsEver(
  standing: Standing | undefined,
  { business }: Pick<Party, 'business'>,
): readonly string[] {
  if (standing === undefined || !hasEverBeen(standing, business)) return [];
  return [standing.guard, ...standing.formerGuards];
}

function hasEverBeen(
  { businessRoles: roles, formerRoles }: Standing,
  business: Party['business'],
): boolean {
  return business === undefined || roles.includes(business) || formerRoles.includes(business);
}
