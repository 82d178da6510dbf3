import { hash } from 'node:crypto';
import type { Replica } from './replica.js';

type Members = readonly (readonly [name: string, value: unknown])[];

const orders: Readonly<Record<Replica['members'], (members: Members) => Members>> = {
  asSent: (members) => members,
  reversed: (members) => members.toReversed(),
  shuffled: (members) => members.toSorted(([one], [other]) => (drawn(one) < drawn(other) ? -1 : 1)),
};

/** The same JSON with its members in another order, at every depth. A text that is no object, or not as we write it, stays. */
export function inOrder(text: string, order: Replica['members']): string {
  const value = parsed(text);
  if (typeof value !== 'object' || JSON.stringify(value) !== text) return text;
  return JSON.stringify(reordered(value, orders[order]));
}

function reordered(value: unknown, order: (members: Members) => Members): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((it) => reordered(it, order));
  const members = order(Object.entries(value));
  return Object.fromEntries(members.map(([name, it]) => [name, reordered(it, order)]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const drawn = (name: string): string => hash('sha256', name);
