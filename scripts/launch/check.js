// The gate: format, lint, types, unit tests, generated documents. Two lanes, for two cores.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { runJest, slowTests } from './jest.js';
import { root, tool } from './paths.js';
import { runPart } from './part.js';
import { runTool } from './tools.js';

/** Where tests stand beside their sources. */
export const unitTestFolders = ['chaincode', 'network', 'gateway', 'apps'].map(
  (area) => `/${area}/[^/]+/(src|test-support)/`,
);

export async function runCheck(node) {
  const lanes = [
    [() => lint(node), () => format(node)],
    [() => types(node), () => unitTests(node), () => generatedDocuments(node)],
  ];
  const results = await Promise.all(lanes.map(inOrder));
  return results.flat();
}

async function inOrder(parts) {
  const results = [];
  for (const part of parts) results.push(await part());
  return results.filter((result) => result !== undefined);
}

function lint(node) {
  return runPart('lint', () =>
    runTool(node, [tool('eslint/bin/eslint.js'), '--max-warnings', '0', '.']),
  );
}

function format(node) {
  const cache = ['--cache', '--cache-strategy', 'content'];
  const program = tool('prettier/bin/prettier.cjs');
  return runPart('format', () => runTool(node, [program, '--check', ...cache, '.']));
}

function types(node) {
  return runPart('types', () => runTool(node, [tool('typescript/bin/tsc'), '-b']));
}

function unitTests(node) {
  const paths = unitTestFolders;
  return runJest(node, {
    title: 'unit tests',
    paths,
    except: slowTests,
    workers: '50%',
    limitSeconds: 900,
  });
}

function generatedDocuments(node) {
  const generator = join(root, 'scripts/generate-docs.ts');
  if (!existsSync(generator)) return undefined;
  return runPart('generated documents', () => runTool(node, [generator, '--check']));
}
