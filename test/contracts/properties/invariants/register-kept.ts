import { tookEffect } from '../sequence.js';
import type { Invariant } from './invariant.js';

/** 10: the register holds what was adopted last of each member, and who is suspended in it takes no act. */
export const registerKept: Invariant = {
  number: 10,
  says: 'the register is as adopted, and whoever is suspended takes no act',
  check: ({ outcomes, after, books, standing }) => [
    ...outcomes.filter(tookEffect).flatMap(({ sent: { name, by } }) => {
      const { status } = standing.get(by.msp) ?? {};
      return status === 'active' ? [] : [`${by.msp} is ${status ?? 'nobody'} and did ${name}`];
    }),
    ...after.of('member').flatMap(({ msp, status, guard }) => {
      const adopted = books.standing.get(msp);
      const same = adopted?.status === status && adopted.guard === guard;
      return same ? [] : [`${msp} is ${status} with ${guard}, which was not adopted`];
    }),
  ],
};
