import type { Party } from '../shared/document.js';
import type { Member } from './member.js';

/** What a member has ever been on a channel: documents outlive its present entry. */
export type MemberPast = Pick<Member, 'everGuards' | 'everRoles'>;

/**
 * The members whose peers have ever endorsed for a party; none where the register has never known it as what its part asks for,
 * so that nobody is bound by a document in which somebody else plays, say, the customs.
 */
export function guardsEver(
  member: MemberPast | undefined,
  { business }: Pick<Party, 'business'>,
): readonly string[] {
  if (member === undefined) return [];
  return business === undefined || member.everRoles.includes(business) ? member.everGuards : [];
}
