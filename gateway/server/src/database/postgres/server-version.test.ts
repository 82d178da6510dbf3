import { expect, test } from '@jest/globals';
import { requireVersion } from './server-version.js';

test.each(['150000', '150018', '160001', '180000'])('server %s is taken', (version) => {
  expect(() => {
    requireVersion({ version, encoding: 'UTF8' });
  }).not.toThrow();
});

test.each(['149999', '90624', '', 'fifteen'])('server "%s" is refused', (version) => {
  expect(() => {
    requireVersion({ version, encoding: 'UTF8' });
  }).toThrow('the oldest that Argosy is tested on is 15');
});

test.each(['LATIN1', 'SQL_ASCII'])('a database of %s is refused', (encoding) => {
  expect(() => {
    requireVersion({ version: '150000', encoding });
  }).toThrow(`keeps text as ${encoding}`);
});
