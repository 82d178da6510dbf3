import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from '@jest/globals';

import { root } from './sources.js';

const topLevel = [
  ...['package.json', 'package-lock.json', 'tsconfig.json', 'eslint.config.js'],
  ...['LICENSE', 'README.md', 'chaincode', 'gateway', 'network', 'apps', 'scripts', 'test', 'docs'],
  'deals',
];

/** A key that somebody could use, and the tokens that hosting services and registries give out. */
const secrets = [
  /-----BEGIN (EC |RSA |DSA |OPENSSH |ENCRYPTED )?PRIVATE KEY-----/,
  /\b(ghp|gho|ghs|ghu)_[A-Za-z0-9]{36}/,
  /\bgithub_pat_[A-Za-z0-9_]{60,}/,
  /\bnpm_[A-Za-z0-9]{36}\b/,
  /\bAKIA[A-Z0-9]{16}\b/,
  /_authToken\s*=/,
];

/** Put together from parts, so that this file does not hold what it looks for. */
const machineBound = [
  new RegExp(['registry', 'npmjs'].join('\\.')),
  new RegExp(['registry', 'yarnpkg'].join('\\.')),
  new RegExp(['(^|[\\s"\'`(=:])', 'work', ''].join('/'), 'm'),
  new RegExp(['', '(home|Users)', '[a-z]'].join('/')),
];

/** What git tracks, and what it would track next: a secret is to be found before it is committed. */
function trackedFiles(): string[] {
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  return execFileSync('git', list, { cwd: root }).toString().split('\0').filter(Boolean);
}

function textOf(path: string): string {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return ''; // Deleted, and not yet committed as such.
  }
}

function filesThatMatch(patterns: readonly RegExp[]): string[] {
  return trackedFiles().filter((path) => matches(textOf(path), patterns));
}

function matches(text: string, patterns: readonly RegExp[]): boolean {
  return patterns.some((pattern) => pattern.test(text));
}

test('the top level holds the listed entries and dot files only', () => {
  const entries = new Set(trackedFiles().map((path) => path.split('/')[0] ?? ''));
  const others = [...entries].filter((it) => !it.startsWith('.') && !topLevel.includes(it));
  expect(others).toEqual([]);
});

test('no file in git holds a private key or a token', () => {
  expect(filesThatMatch(secrets)).toEqual([]);
});

test('no file in git names a package registry or a path of one machine', () => {
  expect(filesThatMatch(machineBound)).toEqual([]);
});

test('the lock names no address: each package is known by its integrity', () => {
  interface Locked {
    readonly resolved?: string;
    readonly link?: boolean;
    readonly integrity?: string;
  }
  const lock = JSON.parse(textOf('package-lock.json')) as { packages: Record<string, Locked> };
  const locked = Object.entries(lock.packages).filter(([path]) => path.startsWith('node_modules/'));
  const foreign = locked.filter(([, { link }]) => link !== true);
  expect(foreign.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  expect(foreign.filter(([, it]) => it.integrity?.startsWith('sha512-') !== true)).toEqual([]);
});

describe('what is looked for is found', () => {
  test.each([
    [secrets, ['-----BEGIN ', 'PRIVATE KEY-----']],
    [secrets, ['-----BEGIN EC ', 'PRIVATE KEY-----']],
    [secrets, ['token: ghp_', 'a1'.repeat(18)]],
    [secrets, ['//host/:_auth', 'Token=x']],
    [machineBound, ['"resolved": "https://registry', '.npmjs.org/zod/-/zod-4.0.0.tgz"']],
    [machineBound, ['see /', 'work/notes.md']],
    [machineBound, ['cd /', 'home/ines/argosy']],
  ])('%# %j', (patterns, parts) => {
    expect(matches(parts.join(''), patterns)).toBe(true);
  });

  test('while a certificate and a relative path are not', () => {
    const text = '-----BEGIN CERTIFICATE-----\nsrc/work/item.ts ./work/';
    expect(matches(text, [...secrets, ...machineBound])).toBe(false);
  });
});
