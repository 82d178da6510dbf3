import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** The files that a program in few files was made of, from its folder. */
const madeOf = z.array(z.string());

/** The program that the launcher has made of a program by putting its modules into few files, which starts sooner: `bundle/main.cjs`
 *  beside it. The program itself where there is none, or where something of it has changed since. */
export function inFewFiles(program: string): string {
  const folder = join(dirname(program), 'bundle');
  const whole = join(folder, 'main.cjs');
  const made = changedAt(whole);
  if (made === 0) return program;
  const sources = madeOf.parse(JSON.parse(readFileSync(join(folder, 'made-of.json'), 'utf8')));
  return sources.every((file) => changedAt(join(folder, file)) <= made) ? whole : program;
}

const changedAt = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
