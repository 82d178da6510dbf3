import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DevnetPlace, argosyProgram, freeSamplesBase } from './support/argosy-devnet.js';
import type { DevnetRun } from './support/argosy-devnet.js';

const repository = join(import.meta.dirname, '../..');
const guide = readFileSync(join(repository, 'docs/guides/devnet.md'), 'utf8');

/** The guide's blocks of code: commands, what they print, and files, which the line before names. */
type Block = {
  readonly language: string;
  readonly text: string;
  readonly file: string | undefined;
};
const blocks = [...guide.matchAll(/^```(\w+)\n([^]*?)\n```$/gm)].map((match): Block => {
  const [, language = '', text = ''] = match;
  const file = /in `([\w.]+)`:\n\n$/.exec(guide.slice(0, match.index))?.[1];
  return { language, text, file };
});

/** What is run in the background, as in another terminal. */
const stays = (command: string): boolean => command.includes('--watch');
const shown = (text: string): readonly string[] =>
  text.split('\n').filter((line) => line !== '' && line !== '…');

let place: DevnetPlace;
let other: number;
let network: DevnetRun | undefined;
let folder = '';

beforeAll(async () => {
  place = new DevnetPlace(await freeSamplesBase());
  do other = await freeSamplesBase();
  while (Math.abs(other - place.portBase) < 20);
  folder = place.root;
  mkdirSync(join(place.root, 'bin'));
  program('argosy', `ARGOSY_CALLED_FROM="$PWD" exec "${process.execPath}" "${argosyProgram}" "$@"`);
  // npm is played: what it would bring lies in this repository.
  program('npm', `exec "${process.execPath}" "${place.write('npm.cjs', playedNpm)}" "$@"`);
});
afterAll(() => place.remove());

function program(name: string, line: string): void {
  const file = place.write(`bin/${name}`, `#!/bin/sh\n${line}\n`);
  chmodSync(file, 0o755);
}

const playedNpm = `
const fs = require('fs');
const [verb, ...args] = process.argv.slice(2);
const manifest = fs.existsSync('package.json') ? JSON.parse(fs.readFileSync('package.json', 'utf8')) : { name: process.cwd().split('/').at(-1), version: '1.0.0' };
if (verb === 'pkg') for (const [path, value] of args.slice(1).map((it) => it.split('='))) {
  const [name, inner] = path.split('.');
  if (inner === undefined) manifest[name] = value; else manifest[name] = { [inner]: value };
}
if (verb === 'install') fs.symlinkSync(${JSON.stringify(join(repository, 'node_modules'))}, 'node_modules');
fs.writeFileSync('package.json', JSON.stringify(manifest));
`;

/** The guide's ports, moved to free ones. */
const moved = (text: string): string =>
  text
    .replaceAll(/\b2705([01])\b/g, (_, last: string) => String(other + Number(last)))
    .replaceAll(/\b([789]05[0-9])\b/g, (port) => String(Number(port) - 7_050 + place.portBase));

/** Run lines in a shell that goes on where the last one was. Answers what they print. */
function shell(lines: string): string {
  const { ARGOSY_PARENT_PIPE: _, ...env } = process.env;
  const script = `set -e\ncd "${folder}"\n${lines}\npwd > "${place.root}/where"`;
  const { status, stdout, stderr } = spawnSync('sh', ['-c', script], {
    encoding: 'utf8',
    env: {
      ...env,
      NODE_OPTIONS: '',
      TMPDIR: place.temporary,
      PATH: `${join(place.root, 'bin')}:${join(process.execPath, '..')}:${process.env['PATH'] ?? ''}`,
    },
  });
  if (status !== 0)
    throw new Error(`${lines} answered ${status ?? 'a signal'}:\n${stdout}${stderr}`);
  folder = readFileSync(join(place.root, 'where'), 'utf8').trim();
  return stdout;
}

test('the guide has commands, files and what is printed', () => {
  const languages = blocks.map(({ language }) => language);
  expect(languages.filter((it) => it === 'sh').length).toBeGreaterThan(5);
  expect(blocks.flatMap(({ file }) => file ?? [])).toEqual(['index.js', 'count.mjs']);
});

test('every block of the guide does what it says, in its order', async () => {
  let printed = '';
  for (const { language, text, file } of blocks) {
    if (file !== undefined) writeFileSync(join(folder, file), moved(text));
    else if (language === 'sh' && stays(text)) printed = await startNetwork(text);
    else if (language === 'sh') printed = await commands(text);
    else if (language === 'text' && !text.startsWith('argosy'))
      for (const line of shown(moved(text))) expect(printed).toContain(withoutTime(line));
  }
  network?.signal('SIGINT');
  expect(await network?.exitCode).toBe(0);
}, 240_000);

const withoutTime = (line: string): string => line.replace(/ +\d+ ms$/, '');

/** Beside the chaincode's folder, in the guide's second terminal. */
async function startNetwork(command: string): Promise<string> {
  const args = command.replace(/^argosy devnet /, '').split(' ');
  network = place.run(folder, ...args.map((it) => (it.startsWith('../') ? join(folder, it) : it)));
  await network.printed(/Ctrl-C ends the network/);
  folder = place.root;
  return network.output;
}

async function commands(text: string): Promise<string> {
  const replaced = (network?.output.match(/runs the new code +\d/g) ?? []).length;
  const [first = '', ...rest] = moved(text).split('\n');
  if (!first.startsWith('sed ')) return shell(moved(text));
  shell(first);
  // Who types is not quicker than this.
  await network?.printed(/runs the new code +\d/, replaced + 1);
  return shell(rest.join('\n'));
}

test('the modules that the guide names are those that are tried here', () => {
  const named = [...guide.matchAll(/([@\w/-]+)@(\d+\.\d+\.\d+)/g)];
  expect(named.length).toBe(4);
  for (const [, name = '', version] of named) {
    const manifest = join(repository, 'node_modules', name, 'package.json');
    expect(existsSync(manifest)).toBe(true);
    expect(JSON.parse(readFileSync(manifest, 'utf8'))).toMatchObject({ version });
  }
});
