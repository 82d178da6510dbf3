import { resolve } from 'node:path';
import { OperatorError } from '../operator-error.js';
import { checkProfile } from './check-profile.js';
import { checkTopology } from './check.js';
import { lineOf } from './lines.js';
import type { Mistake } from './mistake.js';
import { applyProfile } from './profile.js';
import type { Applied } from './profile.js';
import { descriptionSchema } from './schema.js';
import type { Description, Topology } from './schema.js';
import { shapeMistakes } from './shape.js';
import { mistakeSentences, readYaml, refusal, sentenceOf, textOf } from './source.js';
import type { Source } from './source.js';

/** The profile that is meant when none is named. */
export const defaultProfile = 'starter';

/** Read a network description and apply one of its profiles. Refuses, naming file and line, what is malformed or cannot work:
 *  in any of its profiles, so that a description is right as a whole or not at all. */
export function readTopology(file: string, profile = defaultProfile): Topology {
  const text = textOf(file, 'network description');
  return parseTopology(text, resolve(file), profile);
}

export function parseTopology(text: string, file: string, profile = defaultProfile): Topology {
  const source = readYaml(text, { file, kind: 'network description', again: 'start again' });
  const description = shaped(source);
  const applied = Object.entries(description.profiles).map(([name, it]) => {
    const mistakes = checkProfile(description, name, it);
    const made = applyProfile(description, name, it);
    return { name, made, mistakes: mistakes.length > 0 ? mistakes : placed(made) };
  });
  const told = applied.flatMap(({ name, mistakes }) =>
    mistakes.map((mistake) => ({ name, text: sentenceOf(source, mistake) })),
  );
  if (told.length > 0) throw refusal(source, sentences(told, applied.length));
  const wanted = applied.find(({ name }) => name === profile);
  if (wanted === undefined)
    throw unknownProfile(source, profile, Object.keys(description.profiles));
  return wanted.made.topology;
}

function shaped(source: Source): Description {
  const result = descriptionSchema.safeParse(source.document.toJS(), { reportInput: true });
  if (result.success) return result.data;
  throw refusal(source, mistakeSentences(source, shapeMistakes(result.error.issues)));
}

/** The mistakes of a topology, at their places in the file. */
const placed = ({ topology, origin }: Applied): readonly Mistake[] =>
  checkTopology(topology).map((mistake) => ({ ...mistake, path: origin(mistake.path) }));

type Told = { readonly name: string; readonly text: string };

/** Each mistake once, with the profiles that have it unless all do. */
function sentences(told: readonly Told[], profiles: number): readonly string[] {
  const byText = new Map<string, readonly string[]>();
  for (const { name, text } of told) {
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
