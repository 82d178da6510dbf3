import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

const loader = new URL('../../scripts/launch/load-program.cjs', import.meta.url).pathname;

/** Says what it has been told, and which part of it came with compiled code. */
const program = (word: string) => `
  const { say } = require('./part-1.js');
  say('${word}', __dirname);
  process.exitCode = Number(process.argv[2] ?? 0);`;
const part = "exports.say = (word, folder) => process.stdout.write(word + ' ' + folder);";

describe('a program in few files', () => {
  let folder: string;

  const write = (word: string, edition: string): void => {
    writeFileSync(join(folder, 'program.js'), program(word));
    const argument = JSON.stringify({ edition, program: 'program.js' });
    const main = `require('./load-program.cjs')({ folder: __dirname, ...${argument} });`;
    writeFileSync(join(folder, 'main.cjs'), main);
  };
  const run = (...args: string[]): string =>
    execFileSync(process.execPath, [join(folder, 'main.cjs'), ...args], { encoding: 'utf8' });
  const kept = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.code'));
  const keptOf = (name: string): string => {
    const file = kept().find((it) => it.startsWith(name));
    if (file === undefined) throw new Error(`no compiled code of ${name} is kept`);
    return join(folder, file);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'load-program-'));
    copyFileSync(loader, join(folder, 'load-program.cjs'));
    writeFileSync(join(folder, 'part-1.js'), part);
    write('first', 'a'.repeat(64));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test('runs, and keeps what was compiled of each file', () => {
    expect(run()).toBe(`first ${folder}`);
    expect(kept()).toHaveLength(2);
  });

  test('takes at the next run what was kept, and does not write it again', () => {
    run();
    const before = statSync(keptOf('program')).ino;
    // V8 itself looks at the length of a source alone: what the edition stands for is ours to say.
    write('other', 'a'.repeat(64));
    expect(run()).toBe(`first ${folder}`);
    expect(statSync(keptOf('program')).ino).toBe(before);
  });

  test('does not take what was kept of another edition, even of the same length', () => {
    run();
    write('other', 'b'.repeat(64));
    expect(run()).toBe(`other ${folder}`);
    expect(readFileSync(keptOf('program')).subarray(0, 64).toString()).toBe('b'.repeat(64));
    expect(run()).toBe(`other ${folder}`);
  });

  test.each([
    ['one bit is another', (whole: Buffer) => withAnotherEnd(whole)],
    ['the end is missing', (whole: Buffer) => whole.subarray(0, -1)],
    ['nothing is left', () => Buffer.of()],
  ])('compiles again where of what was kept %s', (_, damage) => {
    run();
    const file = keptOf('program');
    const whole = readFileSync(file);
    writeFileSync(file, damage(whole));
    expect(run()).toBe(`first ${folder}`);
    expect(readFileSync(file)).toHaveLength(whole.length);
  });

  test('keeps nothing of a run that failed', () => {
    const { status } = spawnSync(process.execPath, [join(folder, 'main.cjs'), '3']);
    expect([status, kept()]).toEqual([3, []]);
  });

  test('runs where nothing can be kept', () => {
    run();
    const code = keptOf('program');
    rmSync(code);
    // A folder in the place of the file: it can be neither read nor replaced.
    execFileSync('mkdir', ['-p', join(code, 'within')]);
    expect(run()).toBe(`first ${folder}`);
    expect(readdirSync(folder).filter((name) => /\.code\.\d+$/.test(name))).toEqual([]);
  });
});

function withAnotherEnd(whole: Buffer): Buffer {
  const other = Buffer.from(whole);
  other.writeUInt8(whole.readUInt8(whole.length - 1) ^ 1, whole.length - 1);
  return other;
}
