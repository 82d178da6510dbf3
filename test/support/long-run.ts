/**
 * Sizes and seeds of the tests that search. `npm test` takes a sample from a fixed seed; `npm run test:long` takes the long size
 * from a new one each time and prints it, and ARGOSY_SEED=… repeats a run.
 */
import { appendFileSync, writeSync } from 'node:fs';
import { Chance } from './chance.js';

/** Whether this is the long run. */
export const isLong = process.env['ARGOSY_LONG'] === '1';

/** How many cases: few in `npm test`, many in the long run. */
export const sampleOf = (short: number, long: number): number => (isLong ? long : short);

/** Where the random choices of this run begin. */
export const seed = chosenSeed();

/** Random choices of their own for each search, so that none depends on which others ran before. */
export function chanceFor(search: string): Chance {
  let mixed = seed;
  for (const byte of Buffer.from(search)) mixed = Math.imul(mixed ^ byte, 0x01000193);
  return new Chance(mixed);
}

/** Put before what failed: how to see it again. */
export const replayHint = `ARGOSY_SEED=${seed}${isLong ? ' ARGOSY_LONG=1' : ''}`;

/** How long the tests of a search may take. */
export const searchTimeoutMs = sampleOf(120_000, 3_600_000);

/** Report what the long run came to. The launcher collects the lines and prints them at its end. */
export function figure(text: string): void {
  const file = process.env['ARGOSY_FIGURES'];
  if (file !== undefined && file !== '') appendFileSync(file, `${text}\n`);
  // Jest holds back what is written to the console until a file's tests are over.
  else if (isLong) writeSync(1, `${text}\n`);
}

function chosenSeed(): number {
  const given = process.env['ARGOSY_SEED'];
  if (given !== undefined && given !== '') return Number(given) | 0;
  return isLong ? Date.now() & 0x7fffffff : 1;
}
