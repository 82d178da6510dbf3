import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { WireError } from '@argosy/protocol/wire';
import { fuzz, target } from '../support/fuzzing.js';
import { replayHint } from '../support/long-run.js';

/** A reader with one fault: it comes with the one input in fifty whose first byte is 7. */
const faulty = (fault: () => void) =>
  target('faulty', {
    input: (chance) => Buffer.of(chance.below(50)),
    read: ([first]) => {
      if (first === 7) fault();
      throw new WireError('refused');
    },
    refuses: (error) => error instanceof WireError,
  });

const fails = (fault: () => void): Promise<unknown> => fuzz('faulty', [faulty(fault)], 1000);

describe('the search finds', () => {
  test('a reader that ends in anything but a refusal, with seed and input', async () => {
    const crash = fails(() => {
      throw new TypeError('undefined is not an object');
    });
    await expect(crash).rejects.toThrow(/input \d+ \(ARGOSY_SEED=.+\), kept in .+input\.bin/);
    await expect(crash).rejects.toThrow(replayHint);
    await expect(crash).rejects.toThrow('ends in TypeError: undefined is not an object');
  });

  test('a reader that takes too long for an input', async () => {
    const slow = fails(() => {
      for (const start = performance.now(); performance.now() - start < 520;);
    });
    await expect(slow).rejects.toThrow(/takes \d{3,4} ms/);
  });

  test('a reader that keeps what it read', async () => {
    const kept: Buffer[] = [];
    const growing = fails(() => kept.push(Buffer.alloc(10 * 1024 * 1024, 1)));
    await expect(growing).rejects.toThrow(/\d+\.\d MiB stayed behind/);
  });

  test('a reader that never ends: a second thread names the input and ends the process', () => {
    const watchdog = join(import.meta.dirname, '../support/watchdog.ts');
    const program = `
      import { watch } from ${JSON.stringify(watchdog)};
      watch(['endless (seed 5)'], 700).tell(0, 42);
      for (;;);
    `;
    const { status, signal, stderr } = spawnSync(
      process.execPath,
      ['--no-warnings', '--input-type=module', '--eval', program],
      { env: { ...process.env, NODE_OPTIONS: '' }, timeout: 30_000 },
    );
    expect([status, signal]).toEqual([null, 'SIGKILL']);
    expect(String(stderr)).toBe('endless (seed 5): input 42 hangs\n');
  }, 40_000);
});
