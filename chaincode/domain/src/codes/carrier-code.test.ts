import { expect, test } from '@jest/globals';
import { problemsOf } from '../../test-support/problems.js';
import { carrierCodeSchema } from './carrier-code.js';

test.each(['MA', 'MSC', 'MAEU'])('%s is a carrier code', (text) => {
  expect(problemsOf(carrierCodeSchema, text)).toEqual([]);
});

test.each(['M', 'MAEUX', 'maeu', 'MA1', 'MA ', 'MAE-', 'MAEU\n', ''])(
  '%j is no carrier code',
  (text) => {
    expect(problemsOf(carrierCodeSchema, text)).toEqual([
      'the whole must be a carrier code of two to four capital letters (SCAC)',
    ]);
  },
);
