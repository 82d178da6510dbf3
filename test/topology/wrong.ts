import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The project's own description, which is right. */
export const right = readFileSync(
  fileURLToPath(new URL('../../network/topology.yaml', import.meta.url)),
  'utf8',
);

/** One thing changed in it. The mistake stands where the change begins, or on the line that holds `at`; `line` says it where
 *  nothing can be found. */
export type Wrong = {
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly at?: string;
  readonly line?: number;
  readonly says: string;
};

export const lineOf = (text: string, at: number): number => text.slice(0, at).split('\n').length;

/** The description with the mistake, and the line that has it. */
export function changed({ from, to, at, line }: Wrong): {
  readonly text: string;
  readonly line: number;
} {
  const begins = right.indexOf(from);
  if (begins === -1) throw new Error(`the description does not hold ${from}`);
  // A function, so that no character of the new text means anything.
  const text = right.replace(from, () => to);
  const place = at === undefined ? begins : text.indexOf(at, Math.max(0, begins - 1));
  if (place === -1) throw new Error(`the changed description does not hold ${at ?? ''}`);
  return { text, line: line ?? lineOf(text, place) };
}
