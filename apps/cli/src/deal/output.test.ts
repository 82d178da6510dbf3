import { expect, test } from '@jest/globals';
import { dealText } from './output.js';

test.each([
  [0, 'The ledger holds no earlier deal.'],
  [1, '1 earlier deal found.'],
  [2, '2 earlier deals found.'],
])('%i earlier deals are counted in words', (earlier, words) => {
  const text = dealText({ event: 'deal', reference: 'LC2611-0003', earlier, summary: 'Coffee' });
  expect(text.split('\n').at(-1)).toBe(words);
});
