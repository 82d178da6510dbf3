import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { reasonOf } from '@argosy/protocol/reason';
import { OperatorError } from '../operator-error.js';
import { checkProfile } from './check-profile.js';
import { checkTopology } from './check.js';
import { checkFeatures, lineOf } from './lines.js';
import type { Mistake } from './mistake.js';
import { applyProfile } from './profile.js';
import type { Applied } from './profile.js';
import { descriptionSchema } from './schema.js';
import type { Description, Topology } from './schema.js';
import { shapeMistakes } from './shape.js';

/** The profile that is meant when none is named. */
export const defaultProfile = 'starter';

/** Read a network description and apply one of its profiles. Refuses, naming file and line, what is malformed or cannot work:
 *  in any of its profiles, so that a description is right as a whole or not at all. */
export function readTopology(file: string, profile = defaultProfile): Topology {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (failure) {
    throw new OperatorError({
      what: `Cannot read the network description ${file}`,
      why: reasonOf(failure) + '.',
      fix: 'Name an existing file.',
    });
  }
  return parseTopology(text, resolve(file), profile);
}

export function parseTopology(text: string, file: string, profile = defaultProfile): Topology {
  const source = parsed(text, file);
  const description = shaped(source);
  const applied = Object.entries(description.profiles).map(([name, it]) => {
    const mistakes = checkProfile(description, name, it);
    const made = applyProfile(description, name, it);
    return { name, made, mistakes: mistakes.length > 0 ? mistakes : placed(made) };
  });
  const told = applied.flatMap(({ name, mistakes }) =>
    mistakes.map((mistake) => ({ name, line: lineOfMistake(source, mistake), mistake })),
  );
  if (told.length > 0) throw refusal(file, sentences(told, applied.length));
  const wanted = applied.find(({ name }) => name === profile);
  if (wanted === undefined)
    throw unknownProfile(source, profile, Object.keys(description.profiles));
  return wanted.made.topology;
}

type Source = { readonly file: string; readonly document: Document; readonly lines: LineCounter };

function parsed(text: string, file: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, version: '1.2' });
  const syntax = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    line: lines.linePos(pos[0]).line,
    what: 'the file is no YAML',
    why: `${message.replace(/ at line \d+, column \d+:[^]*$/, '')}.`,
    fix: 'Correct it.',
  }));
  const features = checkFeatures(document).map(({ offset, told }) => ({
    line: lines.linePos(offset).line,
    ...told,
  }));
  const mistakes = syntax.length > 0 ? syntax : features;
  if (mistakes.length > 0)
    throw refusal(
      file,
      mistakes.map(({ line, ...mistake }) => sentence(line, mistake)),
    );
  return { file, document, lines };
}

function shaped(source: Source): Description {
  const result = descriptionSchema.safeParse(source.document.toJS(), { reportInput: true });
  if (result.success) return result.data;
  const mistakes = shapeMistakes(result.error.issues);
  throw refusal(
    source.file,
    mistakes.map((mistake) => sentence(lineOfMistake(source, mistake), mistake)),
  );
}

/** The mistakes of a topology, at their places in the file. */
const placed = ({ topology, origin }: Applied): readonly Mistake[] =>
  checkTopology(topology).map((mistake) => ({ ...mistake, path: origin(mistake.path) }));

const lineOfMistake = ({ document, lines }: Source, { path }: Mistake): number =>
  lineOf(document, lines, path);

const sentence = (line: number, { what, why, fix }: Omit<Mistake, 'path'>): string =>
  `line ${line}: ${what}. ${why} ${fix}`;

type Told = { readonly name: string; readonly line: number; readonly mistake: Mistake };

/** Each mistake once, with the profiles that have it unless all do. */
function sentences(told: readonly Told[], profiles: number): readonly string[] {
  const byText = new Map<string, readonly string[]>();
  for (const { name, line, mistake } of told) {
    const text = sentence(line, mistake);
    byText.set(text, [...(byText.get(text) ?? []), name]);
  }
  return [...byText].map(([text, names]) =>
    names.length === profiles ? text : `${text} (Profile ${names.join(', ')}.)`,
  );
}

function unknownProfile(source: Source, profile: string, known: readonly string[]): OperatorError {
  const line = lineOf(source.document, source.lines, ['profiles']);
  return new OperatorError({
    what: `The network description ${source.file} has no profile ${profile}`,
    why: `line ${line}: it has ${known.join(', ')}.`,
    fix: 'Name one of these, or describe it there.',
  });
}

const refusal = (file: string, mistakes: readonly string[]): OperatorError =>
  new OperatorError({
    what: `The network description ${file} cannot be used`,
    why: mistakes.join('\n'),
    fix: 'Correct the file and start again.',
  });
