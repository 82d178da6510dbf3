import type { ErrorCode } from '@argosy/domain/errors';
import { registeredMembers } from '../../../../chaincode/domain/test-support/network.js';
import type { Act } from './act.js';
import type { ActName } from './acts.js';
import type { Clients } from './clients.js';
import type { Deal } from './deal.js';
import { roleOf, staff, stranger, unregistered } from './people.js';
import type { Person, Role, StaffName } from './people.js';
import { accessDenied, said } from './said.js';

/** Somebody who may not take an act, and how they are told. */
export interface WrongCaller {
  readonly who: string;
  readonly person: Person;
  readonly expected: ErrorCode | typeof accessDenied;
}

/** Everybody who may not take an act: the other nine, and people of the right kind in the wrong house. */
export function wrongCallers(act: Act, when: 'before' | 'after'): readonly WrongCaller[] {
  const role = roleOf[act.by];
  const others = (Object.keys(staff) as StaffName[]).filter((name) => name !== act.by);
  return [
    ...others.map((who) => ({ who, person: staff[who], expected: expectedOf(who, act) })),
    {
      who: 'the administrator of the rightful party',
      person: { msp: staff[act.by].msp, person: 'admin' },
      expected: 'ACCESS_ROLE_WRONG',
    },
    {
      who: `an unregistered ${role}`,
      person: unregistered(role),
      expected: act.channel === 'trade' ? 'MEMBER_SUSPENDED' : 'MEMBER_UNKNOWN',
    },
    { who: `a strange ${role}`, person: stranger(role), expected: forStrangers(act, when) },
  ];
}

/** A bill that was surrendered is the carrier's, whose people are the strangers here. */
function forStrangers({ name }: Act, when: 'before' | 'after'): WrongCaller['expected'] {
  const isTheirs = name === 'possession:Surrender' && when === 'after';
  return isTheirs ? 'ACTION_WRONG_STATUS' : 'ACTION_WRONG_PARTY';
}

/** Have somebody try an act. Answers the code of the refusal, or what else was said. */
export async function tried(
  clients: Clients,
  person: Person,
  { deal, name, requestId }: { deal: Deal; name: ActName; requestId?: string },
): Promise<string> {
  const act = deal.acts[name];
  const options = requestId === undefined ? {} : { requestId };
  const command = deal.commandOf(name);
  return said(await clients.as(person).endorse(act.channel, act.name, command, options));
}

function expectedOf(who: StaffName, { by, channel, alsoStaff = [] }: Act): WrongCaller['expected'] {
  const { msp } = staff[who];
  const isMember = msp === 'AuditorMSP' || registeredMembers(channel).some((it) => it.msp === msp);
  if (!isMember) return accessDenied;
  const role = (roleOf as Partial<Record<StaffName, Role>>)[who];
  const isOfTheKind = role === roleOf[by] || (role !== undefined && alsoStaff.includes(role));
  return isOfTheKind ? 'ACTION_WRONG_PARTY' : 'ACCESS_ROLE_WRONG';
}
