import type { DecisionCommand } from '@argosy/domain/register/commands';
import type { RegisterDecision } from '@argosy/domain/register/decision';
import type { Member, MemberContent } from '@argosy/domain/register/member';
import { votersOn } from './cast.js';
import type { Channel } from './cast.js';
import { hash, often, reason, reference } from './desk.js';
import type { Desk } from './desk.js';
import type { Acts, Idea } from './ideas.js';

export const actsOnDecisions: Acts<RegisterDecision> = {
  'register:Approve': [
    ({ entries: [entry], replaces: [version] }, { view }) => {
      const member = entry?.kind === 'member' ? view.find('member', [entry.member.msp]) : undefined;
      return member?.version === version ? 6 : 0.1;
    },
    (it, { chance }) => ({
      reference: it.reference,
      sha256: often(chance, 95) ? it.sha256 : hash(chance),
    }),
  ],
  'register:Reject': [() => 0.3, (it) => ({ reference: it.reference, reason })],
};

/** Now and then a member is suspended, soon to be admitted again, or changes the peer that endorses for it. */
export function proposalToRegister(channel: Channel, desk: Desk): Idea {
  const suspended = desk.view.of('member').filter(({ status }) => status === 'suspended');
  const pending = desk.view.of('decision').filter(({ status }) => status === 'proposed');
  const weight = suspended.length > 0 ? 6 : 0.15;
  return {
    name: 'register:Propose',
    by: desk.chance.pick(votersOn[channel]),
    weight: pending.length < 2 ? weight : 0.05,
    command: () => proposal(channel, { suspended, desk }),
  };
}

function proposal(
  channel: Channel,
  { suspended, desk }: { readonly suspended: readonly Member[]; readonly desk: Desk },
): DecisionCommand<'propose'> {
  const { chance, view } = desk;
  const again = suspended.length > 0 && often(chance, 80);
  const record = chance.pick(again ? suspended : view.of('member'));
  const change = chance.pick<(of: Member) => Partial<MemberContent>>([
    () => ({ status: 'suspended' }),
    () => ({ guard: chance.pick(votersOn[channel]) }),
    withAnotherRole,
  ])(record);
  const member = { ...contentOf(record), ...(again ? { status: 'active' as const } : change) };
  return { reference: reference(desk, 'RD'), entries: [{ kind: 'member', member }] };
}

/** A role besides those that its acts ask for, which it is given or loses again. */
function withAnotherRole({ businessRoles: [first = 'auditor', ...others] }: Member) {
  const another = first === 'auditor' ? ('importer' as const) : ('auditor' as const);
  return { businessRoles: others.length > 0 ? [first] : [first, another] };
}

function contentOf(member: Member): MemberContent {
  const { msp, name, lei, businessRoles, place, guard, keys, status } = member;
  return { msp, name, lei, businessRoles, place, guard, keys, status };
}
