import { expect, test } from '@jest/globals';
import { problemsOf } from '../../test-support/problems.js';
import { constitutionSchema } from './constitution.js';

const voters = (count: number) => Array.from({ length: count }, (_, at) => `Voter${String(at)}MSP`);

test.each([
  [1, 1],
  [2, 2],
  [3, 2],
  [3, 3],
  [4, 3],
  [5, 3],
  [10, 6],
])('of %i voters %i may have to approve', (count, required) => {
  expect(problemsOf(constitutionSchema, { voters: voters(count), required })).toEqual([]);
});

const noMajority = 'required must be more than half of the voters, and no more than all';

test.each([
  [1, 2],
  [2, 1],
  [3, 1],
  [3, 4],
  [4, 2],
  [10, 5],
])('of %i voters not %i: no majority, or nobody left to ask', (count, required) => {
  const problems = problemsOf(constitutionSchema, { voters: voters(count), required });
  expect(problems).toEqual([noMajority]);
});

test.each([
  [{ voters: [], required: 1 }, 'voters must name at least one member'],
  [{ voters: voters(11), required: 6 }, 'voters must name at most 10 members'],
  [{ voters: ['AMSP', 'AMSP', 'BMSP'], required: 2 }, 'voters must not name a member twice'],
  [{ voters: ['A MSP'], required: 1 }, 'voters.0 must be the identifier of a member (an MSP ID)'],
])('no constitution is %j', (constitution, problem) => {
  expect(problemsOf(constitutionSchema, constitution)).toContain(problem);
});
