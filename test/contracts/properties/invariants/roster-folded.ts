import type { Member } from '@argosy/domain/register/member';
import { keyOf } from '../view.js';
import type { Invariant } from './invariant.js';

interface Folded {
  readonly entry: Member;
  readonly guards: ReadonlySet<string>;
  readonly roles: ReadonlySet<string>;
}

/** 12: what acts go by, the roster, is what the entries of members come to, one after the other, as they were adopted. */
export function rosterFolded(): Invariant {
  const folded = new Map<string, Folded>();
  return {
    number: 12,
    says: 'the roster is the fold of the members’ entries',
    check: ({ after }) => {
      // An entry changes once in a block at most: two that replace the same one collide.
      for (const entry of after.of('member')) folded.set(entry.msp, fold(entry, folded));
      const roster = after.find('roster', ['roster']);
      const expected = [...folded.values()].map(expectedOf).sort();
      const actual = (roster?.members ?? []).map((standing) => textOf(standing));
      const known = new Set(actual);
      const wrong = expected.filter((text) => !known.has(text));
      if (actual.length !== expected.length) wrong.push(`it has ${String(actual.length)} members`);
      return wrong.map((text) => `${keyOf('roster', ['roster'])} is not ${text}`);
    },
  };
}

function fold(entry: Member, folded: ReadonlyMap<string, Folded>): Folded {
  const { guards, roles } = folded.get(entry.msp) ?? { guards: new Set(), roles: new Set() };
  return {
    entry,
    guards: new Set([...guards, entry.guard]),
    roles: new Set([...roles, ...entry.businessRoles]),
  };
}

function expectedOf({ entry, guards, roles }: Folded): string {
  const { msp, status, businessRoles, place, guard } = entry;
  const formerGuards = [...guards].filter((it) => it !== guard);
  const formerRoles = [...roles].filter((it) => !businessRoles.some((role) => role === it));
  const former = { formerGuards, formerRoles };
  return textOf({ msp, status, businessRoles, place, guard, ...former });
}

/** In no order: it does not count which of its guards and roles were earlier. */
const textOf = (standing: object): string =>
  JSON.stringify(
    Object.entries(standing)
      .sort()
      .map(([name, value]) => [name, Array.isArray(value) ? [...value].sort() : value]),
  );
