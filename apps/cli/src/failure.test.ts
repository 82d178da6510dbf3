import { OperatorError } from '@argosy/operator/operator-error';
import { expect, test } from '@jest/globals';
import { failureText } from './failure.js';

test('a failure says what, why and what to do, one below the other', () => {
  const failure = new OperatorError({
    what: 'Port 17000 is taken',
    why: '17000, for the gateway: held by process 12, nginx.',
    fix: 'End it.',
  });
  expect(failureText(failure).split('\n').slice(1)).toEqual([failure.why, failure.fix]);
  expect(failureText(failure)).toContain('Port 17000 is taken.');
});

test('any other failure is told in its own words, without a stack', () => {
  expect(failureText(new Error('the deal ended as issued'))).toMatch(/the deal ended as issued$/);
  expect(failureText('odd')).toMatch(/odd$/);
});
