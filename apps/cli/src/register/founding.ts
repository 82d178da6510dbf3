import type { DecisionCommand } from '@argosy/domain/register/commands';
import type { Entry } from '@argosy/domain/register/entries';
import type { Channel } from '@argosy/operator/topology/schema';
import { calendarsOf } from './calendars.js';
import { sampleMembers } from './particulars.js';

/** What the decision is called that founds a channel's register. */
export const foundingReference = 'FOUNDING';

/** The proposal by which the register of a channel is founded: who decides there, who its members are and whose peer endorses
 *  for each, and when banks are open this year and the next. Those decide whose peers endorse. */
export function foundingProposal(
  { members, endorsement }: Pick<Channel, 'members' | 'endorsement'>,
  year: number,
): DecisionCommand<'propose'> {
  const { of: voters, outOf } = endorsement;
  const majority = Math.floor(voters.length / 2) + 1;
  const calendars = [year, year + 1].flatMap(calendarsOf);
  return {
    reference: foundingReference,
    constitution: { voters: [...voters], required: Math.max(outOf, majority) },
    entries: [
      ...members.map(memberEntry),
      ...calendars.map((calendar): Entry => ({ kind: 'calendar', calendar })),
    ],
  };
}

function memberEntry({ msp, sponsor = msp }: Channel['members'][number]): Entry {
  const particulars = sampleMembers[msp];
  if (particulars === undefined)
    throw new Error(`nothing is known of ${msp} that a register could say`);
  return {
    kind: 'member',
    member: { msp, ...particulars, guard: sponsor, keys: [], status: 'active' },
  };
}
