import { createHash } from 'node:crypto';
import type { Chance } from '../../support/chance.js';
import { addDays } from '@argosy/domain/shared/dates';
import type { View } from './view.js';

/** Where commands are written: what is on the ledger, what day it is, and chance. */
export interface Desk {
  readonly view: View;
  readonly chance: Chance;
  /** Seconds after 1970. */
  readonly seconds: number;
}

/** True so many times in a hundred. */
export function often(chance: Chance, percent: number): boolean {
  return chance.below(100) < percent;
}

export function timeAt(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

export function today({ seconds }: Pick<Desk, 'seconds'>): string {
  return timeAt(seconds).slice(0, 10);
}

/** A day from now, both ends included. */
export function dayAround(desk: Desk, { from, to }: { from: number; to: number }): string {
  return addDays(today(desk), from + desk.chance.below(to - from + 1));
}

/** A reference that nobody has used, or now and then one that somebody has. */
export function reference(desk: Desk, prefix: string): string {
  const taken = [...desk.view.all.values()].flatMap((it) =>
    'reference' in it && it.reference.startsWith(prefix) ? [it.reference] : [],
  );
  if (taken.length > 0 && often(desk.chance, 8)) return desk.chance.pick(taken);
  return `${prefix}-${desk.chance.below(10 ** 9).toString(36)}`;
}

export function hash(chance: Chance): string {
  return sha256(String(chance.next()));
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A payment's reference. */
export function uetr(chance: Chance): string {
  const digits = hash(chance);
  const [a, b, c, d, e] = [
    [0, 8],
    [8, 12],
    [13, 16],
    [17, 20],
    [20, 32],
  ].map(([from, to]) => digits.slice(from, to));
  return `${a}-${b}-4${c}-a${d}-${e}`;
}

export const reason = 'As agreed by telephone';
