import { readFileSync } from 'node:fs';
import { OperatorError } from '@argosy/operator/operator-error';
import { readTopology } from '@argosy/operator/topology/read';
import { describe, expect, test } from '@jest/globals';
import { parseDeal, readDeal } from 'argosy/deal/read';
import { sampleSurroundings } from 'argosy/deal/samples';
import { defaultDeal, topologyFile } from 'argosy/places';
import { wrongDeals } from './wrong-deals.js';
import type { WrongDeal } from './wrong-deals.js';

const right = readFileSync(defaultDeal, 'utf8');
const { organisations } = readTopology(topologyFile);
const surroundings = sampleSurroundings(organisations, '2026-11-22');

const read = (text: string) => parseDeal(text, 'deals/mine.yaml', surroundings);

/** What is said of a file that is refused. */
function refusalOf(text: string): OperatorError {
  try {
    read(text);
  } catch (failure) {
    if (failure instanceof OperatorError) return failure;
    throw failure;
  }
  throw new Error('It was not refused');
}

function changed({ from, to, at }: WrongDeal) {
  const begins = right.indexOf(from);
  if (begins === -1) throw new Error(`the deal does not hold ${from}`);
  const text = right.replace(from, () => to);
  const after = at === undefined ? begins : text.indexOf(at, begins - 1);
  const place = after === -1 ? text.indexOf(at ?? '') : after;
  if (place === -1) throw new Error(`the changed deal does not hold ${at ?? ''}`);
  return { text, line: text.slice(0, place).split('\n').length };
}

describe('a deal is refused by line and sentence that has', () => {
  test.each(wrongDeals)('$title', (wrong) => {
    const { text, line } = changed(wrong);
    const { what, why, fix } = refusalOf(text);
    expect(what).toBe('The deal deals/mine.yaml cannot be used');
    expect(why).toContain(`line ${line}: ${wrong.says}`);
    expect(fix).toBe('Correct the file and run it again.');
  });

  test('two consignments of one name, and acts that name none of them', () => {
    const begins = right.indexOf('  - quantity:');
    const one = right.slice(begins, right.indexOf('course:')).trimEnd();
    const text = right.replace(one, () => `${one}\n${one}`);
    const { why } = refusalOf(text);
    expect(why).toContain('two consignments are named goods');
    const named = text.replace('  - quantity:', '  - name: first\n    quantity:');
    expect(refusalOf(named).why).toContain(
      'it is not said of which consignment licence.drawDown is. In this deal there are first, goods. Name one by `of`.',
    );
  });

  test('several mistakes: each is told', () => {
    const text = right.replace('BRSSZ', 'XXSSZ').replace('9074729', '9074720');
    expect(refusalOf(text).why.split('\n')).toHaveLength(2);
  });

  test('no file', () => {
    expect(() => readDeal('deals/nowhere.yaml', surroundings)).toThrow(
      /^Cannot read the deal .*nowhere\.yaml.*Name an existing file\.$/,
    );
  });
});

test('the deal without a mistake is read', () => {
  expect(read(right).file.course.length).toBe(29);
});
