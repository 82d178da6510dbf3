import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';

import { importsOf, parse, sourcesOf, walk } from './sources.js';
import type { Source } from './sources.js';

/** Same input, same output, on every peer and at every replay: these would break that. */
const impureNames = new Set([
  ...['Date', 'Intl', 'performance', 'process', 'fetch', 'console', 'globalThis', 'global', 'eval'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'WebSocket', 'Function'],
  ...['randomBytes', 'randomFill', 'randomFillSync', 'randomInt', 'randomUUID', 'getRandomValues'],
  ...['webcrypto', 'generateKeyPair', 'generateKeyPairSync', 'generateKey', 'generateKeySync'],
  ...['localeCompare', 'toLocaleString', 'toLocaleUpperCase', 'toLocaleLowerCase'],
  ...['WeakRef', 'FinalizationRegistry'],
]);

/** The pure packages with the modules of Node that they may load. */
const purePackages = [
  ['chaincode/domain', []],
  ['network/protocol', ['node:crypto', 'node:buffer']],
] as const;

/** Each use of something impure, in words. */
function impurities(source: Source, allowedModules: readonly string[]): string[] {
  const found = importsOf(source)
    .filter((specifier) => isNodeModule(specifier) && !allowedModules.includes(specifier))
    .map((specifier) => `loads ${specifier}`);
  walk(source.tree, (node) => {
    if (isImpure(node)) found.push(`uses ${node.getText()}`);
  });
  return found.map((what) => `${source.path} ${what}`);
}

function isNodeModule(specifier: string): boolean {
  return specifier.startsWith('node:') || /^(fs|net|http|https|crypto|os|timers)$/.test(specifier);
}

function isImpure(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.getText() === 'Math.random';
  if (!ts.isIdentifier(node) || !impureNames.has(node.text)) return false;
  return !isOnlyAName(node);
}

/** A field may be called `process`, and `record.process` reads that field. A method of everything,
 *  such as localeCompare, is impure wherever it is called. */
function isOnlyAName(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
    return !/^(to)?[lL]ocale|^random|^generateKey|^getRandom|^webcrypto/.test(node.text);
  }
  return (
    (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) && parent.name === node
  );
}

describe.each(purePackages)('%s', (folder, allowedModules) => {
  test('knows no clock, randomness, process, file, network or timer', () => {
    const sources = sourcesOf(folder);
    expect(sources).not.toHaveLength(0);
    expect(sources.flatMap((source) => impurities(source, allowedModules))).toEqual([]);
  });
});

describe('a planted impurity is found', () => {
  test.each([
    ['const now = Date.now();'],
    ['const now = new Date();'],
    ['const roll = Math.random();'],
    ["import { readFileSync } from 'node:fs';"],
    ["import { connect } from 'net';"],
    ["const files = await import('node:fs/promises');"],
    ["import { randomBytes } from 'node:crypto';"],
    ["import * as c from 'node:crypto'; const k = c.randomUUID();"],
    ['const home = process.env.HOME;'],
    ['setTimeout(() => undefined, 1);'],
    ['names.sort((a, b) => a.localeCompare(b));'],
    ['const clock = globalThis["Da" + "te"];'],
  ])('%s', (line) => {
    const planted = parse('network/protocol/src/planted.ts', line);
    expect(impurities(planted, ['node:crypto', 'node:buffer'])).not.toEqual([]);
  });

  test('while a field named as one is not', () => {
    const right = parse(
      'a.ts',
      "import { createHash } from 'node:crypto'; run({ process: 1 }).process;",
    );
    expect(impurities(right, ['node:crypto'])).toEqual([]);
  });
});
