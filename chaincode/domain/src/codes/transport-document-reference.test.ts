import { expect, test } from '@jest/globals';
import { problemsOf } from '../../test-support/problems.js';
import { transportDocumentReferenceSchema as schema } from './transport-document-reference.js';

const ascii = 'the whole may have ASCII letters, digits, punctuation and spaces only';
const ends = 'the whole must not start or end with a space';

test.each(['A', 'MAEU240012345', 'x'.repeat(20), 'HLCU/24 0012.345-A', '~!'])(
  '%s is a reference',
  (text) => {
    expect(problemsOf(schema, text)).toEqual([]);
  },
);

test.each([
  ['', 'the whole must not be empty'],
  ['x'.repeat(21), 'the whole must have at most 20 characters'],
  [' MAEU1', ends],
  ['MAEU1 ', ends],
  [' ', ends],
  ['MAEU1\n', ascii],
  ['\tMAEU1', ascii],
  ['MAEU\u00001', ascii],
  ['MAEU\u007F1', ascii],
  ['МAEU1', ascii],
  ['MAEU\u00A01', ascii],
  ['MAEU\u200B1', ascii],
])('%j is no reference', (text, problem) => {
  expect(problemsOf(schema, text)).toEqual([problem]);
});
