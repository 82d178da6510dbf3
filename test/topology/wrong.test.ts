import { OperatorError } from '@argosy/operator/operator-error';
import { parseTopology } from '@argosy/operator/topology/read';
import { describe, expect, test } from '@jest/globals';
import { changed, lineOf, right } from './wrong.js';
import { collections } from './tables/collections.js';
import { consenters } from './tables/consenters.js';
import { contents } from './tables/contents.js';
import { fields } from './tables/fields.js';
import { members } from './tables/members.js';
import { names } from './tables/names.js';
import { policies } from './tables/policies.js';
import { profiles } from './tables/profiles.js';
import { yaml } from './tables/yaml.js';

const tables = {
  names,
  members,
  policies,
  consenters,
  collections,
  contents,
  yaml,
  fields,
  profiles,
};

function refusalOf(text: string): OperatorError {
  try {
    parseTopology(text, 'topology.yaml');
  } catch (failure) {
    if (failure instanceof OperatorError) return failure;
    throw failure;
  }
  throw new Error('the description was accepted');
}

describe.each(Object.entries(tables))('%s', (_, cases) => {
  test.each(cases.map((it) => [it.title, it] as const))('%s', (_title, wrong) => {
    const { text, line } = changed(wrong);
    const { what, why, fix } = refusalOf(text);
    expect(what).toBe('The network description topology.yaml cannot be used');
    expect(why.split('\n')).toContainEqual(expect.stringContaining(`line ${line}: ${wrong.says}`));
    expect(fix).toBe('Correct the file and start again.');
    // Each mistake says what, why and what to do.
    for (const mistake of why.split('\n')) expect(mistake).toMatch(/^line \d+: .+\. .+\. .+\./);
  });
});

test.each([
  ['an empty file', '', 'Expected object, received null'],
  ['a list', '- a\n- b\n', 'Expected object, received array'],
  ['a text', 'hello\n', 'Expected object, received string'],
])('%s is no description', (_, text, says) => {
  expect(refusalOf(text).why).toContain(`line 1: the file cannot be used. ${says}`);
});

test.each(['organisations', 'orderers', 'channels', 'chaincodes'])('%s cannot be empty', (part) => {
  const begins = right.indexOf(`\n${part}:\n`) + 1;
  const ends = right.slice(begins).search(/\n[a-z]+:\n/) + begins + 1;
  const text = right.slice(0, begins) + `${part}: []\n` + right.slice(ends);
  expect(refusalOf(text).why).toContain(`line ${lineOf(text, begins)}: ${part} cannot be used.`);
});

test.each(['organisations', 'orderers', 'channels', 'chaincodes'])('%s must be there', (part) => {
  expect(refusalOf(right.replace(`\n${part}:\n`, `\n${part}x:\n`)).why).toContain(
    `line 1: ${part} is missing.`,
  );
});

test('all mistakes are told at once, those of one profile with its name', () => {
  const text = right.replace('id: omar', 'id: ines').replace('[peer0, peer1]', '[peer0, peer0]');
  const mistakes = refusalOf(text).why.split('\n');
  expect(mistakes).toHaveLength(2);
  expect(mistakes[0]).toMatch(/ines is the id of two people or systems.*own\.$/);
  expect(mistakes[1]).toMatch(/two peers named peer0.* \(Profile ha\.\)$/);
});
