import type { z } from 'zod';
import type { Mistake } from './mistake.js';

/** Mistakes in the form of a description, as the schema found them. */
export const shapeMistakes = (issues: readonly z.core.$ZodIssue[]): Mistake[] =>
  issues.flatMap((issue): Mistake[] => {
    if (issue.code === 'unrecognized_keys') {
      // Each at its own place: the issue's is that of what it stands in.
      return issue.keys.map((key) => ({
        path: [...issue.path, key],
        what: `there is no field ${key}`,
        why: 'Nobody would read it.',
        fix: 'Correct its name, or remove it.',
      }));
    }
    if (issue.code === 'invalid_key') {
      const [why = issue] = issue.issues;
      return [{ path: issue.path, what: `the name is wrong`, why: sentence(why.message), fix }];
    }
    const { what, why } = told(issue);
    return [{ path: issue.path, what, why, fix }];
  });

const fix = 'Correct it.';

function told(issue: z.core.$ZodIssue): { readonly what: string; readonly why: string } {
  const field = String(issue.path.at(-1) ?? 'the file');
  const name = typeof issue.path.at(-1) === 'number' ? 'an item' : field;
  if (issue.code === 'invalid_type' && issue.input === undefined)
    return { what: `${name} is missing`, why: `It is ${article(issue.expected)}.` };
  return { what: `${name} cannot be used`, why: sentence(issue.message) };
}

const article = (expected: string): string => (expected === 'array' ? 'a list' : `a ${expected}`);

const sentence = (message: string): string => {
  const text = message.replace(/^Invalid [a-z]+: /, '').replace(/^Too (small|big): /, '');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
};
