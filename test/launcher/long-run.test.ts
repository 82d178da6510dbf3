import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { root } from '../architecture/sources.js';

test('the long run says so when no test has the word that it is asked for', () => {
  const { status, stdout } = spawnSync(
    process.execPath,
    ['scripts/launch.js', 'test:long', 'of-no-such-name'],
    { cwd: root, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } },
  );
  expect([status, stdout]).toEqual([1, 'No test with a long size has of-no-such-name.\n']);
}, 60_000);
