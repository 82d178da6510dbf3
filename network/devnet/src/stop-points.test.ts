import { expect, test } from '@jest/globals';
import { stoppingAt } from './stop-points.js';

test('a network in memory, of which nothing would be left, is not to be stopped', () => {
  const config = { dataDir: 'nowhere', storage: 'memory' } as const;
  expect(() => stoppingAt('stop', config)).toThrow('what is kept in memory');
});
