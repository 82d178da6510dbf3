// The conformance suite is not among the other tests: its files are run on a network that is already up.
import { readFileSync } from 'node:fs';

const { jest } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
);

export default {
  ...jest,
  rootDir: '../../..',
  testMatch: ['<rootDir>/test/conformance/suite/**/*.cases.ts'],
  // A network of real peers takes its time for what the development network does at once.
  testTimeout: 60_000,
};
