import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { chanceFor, figure, sampleOf, searchTimeoutMs } from '../../../../test/support/long-run.js';
import { MemoryStorage } from '../storage/memory-storage.js';
import { SimulatedNetwork } from './network.js';
import { storm, type StormOptions, type StormReport } from './storm.js';
import { VirtualTime } from './virtual-time.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** The same storm in a process of its own. Needs what `npm run build` makes. */
async function elsewhere(options: StormOptions): Promise<StormReport> {
  const program = `import { storm } from '@argosy/devnet/simulation/storm';
    process.stdout.write(JSON.stringify(await storm(${JSON.stringify(options)})));`;
  const words = ['--no-warnings', '--input-type=module', '--eval', program];
  const env = { ...process.env, NODE_OPTIONS: '' };
  const { stdout } = await run(process.execPath, words, { cwd: root, env });
  return JSON.parse(stdout) as StormReport;
}

/** A storm that did not blow would prove nothing. */
function requireStorm({ flags, mischief, outcomes }: StormReport): void {
  const many = expect.any(Number);
  expect(flags).toEqual({
    VALID: many,
    DUPLICATE_TXID: many,
    MVCC_READ_CONFLICT: many,
    PHANTOM_READ_CONFLICT: many,
  });
  expect(Object.keys(mischief)).toEqual([
    'block production changed',
    'clock moved',
    'envelopes: delay',
    'envelopes: drop',
    'envelopes: duplicate',
    'envelopes: hold',
    'envelopes: reorder',
    'network restarted',
    'orderer stopped',
    'peer stopped',
    'released',
  ]);
  expect(outcomes['never heard of']).toBeGreaterThan(0);
}

const said = ({ seed, blocks, ledgerDigest, flags, mischief }: StormReport): string => {
  const counts = Object.entries({ ...flags, ...mischief }).map(([name, n]) => `${name} ${n}`);
  return `simulated: seed ${seed}, ${blocks} blocks, ledger ${ledgerDigest.slice(0, 16)}; ${counts.join(', ')}`;
};

describe('a network of which everything follows from a seed', () => {
  test(
    'the same seed brings the same ledger, here and elsewhere; another seed another one',
    async () => {
      const transactions = 1_000;
      const seeds = ['first', 'second'];
      const other = elsewhere({ seed: 'first', transactions });
      const reports: StormReport[] = [];
      for (const seed of seeds) {
        const report = await storm({ seed, transactions });
        requireStorm(report);
        figure(said(report));
        reports.push(report);
      }
      const [first, second] = reports;
      expect(await other).toEqual(first);
      expect(second?.ledgerDigest).not.toBe(first?.ledgerDigest);
      expect(second?.stateDigest).not.toBe(first?.stateDigest);
    },
    2 * searchTimeoutMs,
  );

  test(
    'as often as it is run',
    async () => {
      const chance = chanceFor('storm');
      for (let i = 0; i < sampleOf(1, 20); i++) {
        const seed = String(chance.below(1_000_000_000));
        const options = { seed, transactions: sampleOf(150, 1_000) };
        const report = await storm(options);
        expect([seed, await storm(options)]).toEqual([seed, report]);
        figure(said(report));
      }
    },
    2 * searchTimeoutMs,
  );

  test(
    'is there at once',
    async () => {
      const started = performance.now();
      const ambient = new VirtualTime('quick', Date.UTC(2026, 0, 1));
      const storage = new MemoryStorage();
      const network = new SimulatedNetwork({ seed: 'quick', ambient, storage });
      await network.open();
      const functions = { hello: () => Promise.resolve('hello') };
      await network.deploy({ name: 'greeting', functions });
      const client = network.client('BankA', 'somebody');
      const [address = ''] = network.addresses;
      const wanted = { chaincode: 'greeting', args: ['hello'] };
      expect((await client.evaluate(address, wanted)).toString()).toBe('hello');
      await network.close();
      figure(
        `simulated: from nothing to the first answer in ${Math.round(performance.now() - started)} ms`,
      );
    },
    searchTimeoutMs,
  );
});
