import { z } from 'zod';
import type { Party } from '../shared/document.js';
import { mspSchema } from '../shared/text.js';

/** The members that decide, in no order; each once. */
export const votersSchema = z
  .array(mspSchema)
  .min(1, 'must name at least one member')
  .max(10, 'must name at most 10 members')
  .refine((voters) => new Set(voters).size === voters.length, 'must not name a member twice');

/**
 * The voters as those whom everything in the register binds: each has a peer of its own, and all of their peers endorse what
 * is entered and changed, so that no other peers can make up what was decided. How many have to vote for it is another matter.
 */
export function votersBound(voters: readonly string[]): readonly Party<'voter'>[] {
  return voters.map((msp) => ({ role: 'voter', msp, isBound: true, isUnregistered: true }));
}
