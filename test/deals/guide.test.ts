import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { actNamed, actNames } from 'argosy/deal/acts/table';
import { samples } from './support.js';

const folder = join(import.meta.dirname, '../../docs/guides');
const guide = readFileSync(join(folder, 'running-deals.md'), 'utf8');

test('the guide to running deals lists every act with its party, and no other', () => {
  const listed = [...guide.matchAll(/`([a-z]+\.[a-zA-Z]+)` \(([a-zA-Z]+)\)/g)];
  expect(listed.map(([, act, by]) => [act, by])).toEqual(
    actNames.map((name) => [name, actNamed(name).by]),
  );
});

test('the guide names every sample, and files that are there', () => {
  for (const sample of samples) expect(guide).toContain(`](../../deals/${sample})`);
  const links = [...guide.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path = '']) => join(folder, path));
  expect(links.filter((path) => !existsSync(path))).toEqual([]);
});
