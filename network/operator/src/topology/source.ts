import { readFileSync } from 'node:fs';
import { reasonOf } from '@argosy/protocol/reason';
import { LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { OperatorError } from '../operator-error.js';
import { checkFeatures, lineOf } from './lines.js';
import type { Mistake } from './mistake.js';

/** A YAML file that a person wrote, with the lines of what stands in it. */
export type Source = Told & { readonly document: Document; readonly lines: LineCounter };

/** How a refusal names the file: what it is, where, and what to do once it is corrected. */
type Told = { readonly file: string; readonly kind: string; readonly again: string };

/** What stands in a file. Refuses one that cannot be read. */
export function textOf(file: string, kind: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (failure) {
    throw new OperatorError({
      what: `Cannot read the ${kind} ${file}`,
      why: `${reasonOf(failure)}.`,
      fix: 'Name an existing file.',
    });
  }
}

/** Read YAML 1.2 without aliases, anchors and tags. Refuses, naming file and line, what is none. */
export function readYaml(text: string, told: Told): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, version: '1.2' });
  const syntax = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    line: lines.linePos(pos[0]).line,
    what: 'the file is no YAML',
    why: `${message.replace(/ at line \d+, column \d+:[^]*$/, '')}.`,
    fix: 'Correct it.',
  }));
  const features = checkFeatures(document).map(({ offset, told: mistake }) => ({
    line: lines.linePos(offset).line,
    ...mistake,
  }));
  const mistakes = syntax.length > 0 ? syntax : features;
  if (mistakes.length === 0) return { ...told, document, lines };
  throw refusal(
    told,
    mistakes.map(({ line, ...mistake }) => sentence(line, mistake)),
  );
}

/** The refusal of a file for its mistakes, each in a sentence with its line. */
export const refusal = ({ file, kind, again }: Told, mistakes: readonly string[]): OperatorError =>
  new OperatorError({
    what: `The ${kind} ${file} cannot be used`,
    why: mistakes.join('\n'),
    fix: `Correct the file and ${again}.`,
  });

export const mistakeSentences = (source: Source, mistakes: readonly Mistake[]): string[] =>
  mistakes.map((mistake) => sentenceOf(source, mistake));

/** A mistake in a sentence, with the line of its place. */
export const sentenceOf = ({ document, lines }: Source, mistake: Mistake): string =>
  sentence(lineOf(document, lines, mistake.path), mistake);

const sentence = (line: number, { what, why, fix }: Omit<Mistake, 'path'>): string =>
  `line ${line}: ${what}. ${why} ${fix}`;
