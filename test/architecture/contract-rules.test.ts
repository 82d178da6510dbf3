import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { fences } from '../../scripts/lint/fences.js';

// A rule that nothing breaks proves nothing: each is broken here, in a file of the contracts, by the repository's own configuration.
const root = join(import.meta.dirname, '../..');
const planted = [
  ['Date', 'export const at = Date.now();'],
  ['Intl', 'export const list = new Intl.ListFormat();'],
  ['process', 'export const zone = process.env;'],
  ['console', 'export const log = (text: string) => { console.log(text); };'],
  ['setTimeout', 'export const wait = (then: () => void) => setTimeout(then, 1);'],
  ['Math.random', 'export const roll = () => Math.random();'],
  ['the locale', 'export const order = (a: string, b: string) => a.localeCompare(b);'],
  ['the locale', 'export const shown = (n: number) => n.toLocaleString();'],
  ['for in', 'export function f(o: object) { for (const k in o) void k; }'],
  ['memory between transactions', 'let last = 0; export const next = () => (last += 1);'],
  ['floating point', 'export const half = (n: number) => n * 0.5;'],
  ['floating point', 'export const two = (n: number) => n.toFixed(2);'],
  [
    'a range',
    'export const all = (s: { getStateByRange(a: string): unknown }) => s.getStateByRange("");',
  ],
  [
    'a query',
    'export const q = (s: { getQueryResult(a: string): unknown }) => s.getQueryResult("");',
  ],
  [
    'history',
    'export const h = (s: { getHistoryForKey(a: string): unknown }) => s.getHistoryForKey("");',
  ],
  [
    'a key by hand',
    'export const k = (s: { createCompositeKey(a: string): string }) => s.createCompositeKey("");',
  ],
  [
    'a policy',
    'export const p = (s: { setStateValidationParameter(): void }) => { s.setStateValidationParameter(); };',
  ],
  ['an event', 'export const e = (s: { setEvent(): void }) => { s.setEvent(); };'],
  [
    'another chaincode',
    'export const i = (s: { invokeChaincode(): void }) => { s.invokeChaincode(); };',
  ],
  ['transient data', 'export const t = (s: { getTransient(): unknown }) => s.getTransient();'],
  ['private data', 'export const d = (s: { getPrivateData(): unknown }) => s.getPrivateData();'],
  ['files', "export { readFileSync } from 'node:fs';"],
  ['files', "export { readFileSync } from 'fs';"],
  ['chance', "export { randomBytes } from 'node:crypto';"],
] as const;

const rules = /^no-restricted-(?:globals|properties|syntax|imports)$/;
// Without the rules that need types: they are not what is tested, and take long.
const lint = new ESLint({
  cwd: root,
  overrideConfigFile: true,
  overrideConfig: [{ files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } }, ...fences],
});

async function broken(file: string, text: string): Promise<readonly string[]> {
  const [result] = await lint.lintText(text, {
    filePath: join(root, 'chaincode/contracts/src', file),
  });
  return (result?.messages ?? [])
    .map(({ ruleId }) => ruleId ?? '')
    .filter((rule) => rules.test(rule));
}

describe('a contract that uses', () => {
  test.each(planted)('%s is refused: %s', async (_, text) => {
    expect(await broken('planted.ts', text)).not.toEqual([]);
  });
});

test('hashing is allowed, and what a rule is about is allowed where it belongs', async () => {
  expect(await broken('planted.ts', "export { createHash } from 'node:crypto';")).toEqual([]);
  expect(await broken('trade-context.ts', planted[17][1])).toEqual([]);
  expect(await broken('seals.ts', planted[16][1])).toEqual([]);
  expect(await broken('confidential-contract.ts', planted[19][1])).toEqual([]);
});

test('the contracts themselves break none', async () => {
  const folder = join(root, 'chaincode/contracts/src');
  const files = readdirSync(folder).filter((name) => /(?<!\.test)\.ts$/.test(name));
  expect(files.length).toBeGreaterThan(10);
  const results = await lint.lintFiles(files.map((name) => join(folder, name)));
  const found = results.flatMap(({ messages }) =>
    messages.filter(({ ruleId }) => rules.test(ruleId ?? '')),
  );
  expect(found).toEqual([]);
});
