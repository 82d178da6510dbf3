import { tookEffect } from '../sequence.js';
import type { Invariant } from './invariant.js';

/** 8: what a member asks for under one request id takes effect once. */
export function oneEffect(): Invariant {
  const done = new Set<string>();
  return {
    number: 8,
    says: 'one request id has one effect',
    check: ({ outcomes }) =>
      outcomes.filter(tookEffect).flatMap(({ sent }) => {
        const request = `${sent.by.msp} ${sent.requestId}`;
        const isNew = !done.has(request);
        done.add(request);
        return isNew ? [] : [`${sent.name} took effect again for ${sent.by.msp}`];
      }),
  };
}
