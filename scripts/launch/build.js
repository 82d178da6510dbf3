import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { ensureBundles } from './bundle.js';
import { root, tool } from './paths.js';
import { Failure, step, tail } from './report.js';
import { runTool } from './tools.js';

const areas = ['chaincode', 'network', 'gateway', 'apps'];
const stampFile = tool('.cache/argosy/build-stamp');

/** Compile every package, unless nothing has changed since the last time. */
export async function ensureBuild(node) {
  await ensureCompiled(node);
  await ensureBundles();
}

async function ensureCompiled(node) {
  const packages = packageFolders();
  const stamp = sourcesDigest(packages);
  if (isBuilt(packages) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp)
    return;
  await step('Build', async () => {
    const { code, output } = await runTool(node, [tool('typescript/bin/tsc'), '-b', ...packages]);
    if (code !== 0) throw new Failure(`The build failed:\n${tail(output, 60)}`);
  });
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
}

/** The workspace packages, as paths from the root. */
export function packageFolders() {
  return areas
    .filter((area) => existsSync(join(root, area)))
    .flatMap((area) => readdirSync(join(root, area)).map((name) => `${area}/${name}`))
    .filter((folder) => existsSync(join(root, folder, 'tsconfig.json')));
}

function isBuilt(packages) {
  return packages.every((folder) => existsSync(join(root, folder, 'dist', '.tsbuildinfo')));
}

/** Size and time of each source tell whether it changed; reading them all would take longer. */
function sourcesDigest(packages) {
  const hash = createHash('sha256');
  const add = (path) => {
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  };
  for (const file of ['package.json', 'package-lock.json', 'tsconfig.json']) add(file);
  for (const folder of packages) {
    for (const file of ['package.json', 'tsconfig.json']) add(`${folder}/${file}`);
    const files = readdirSync(join(root, folder, 'src'), { recursive: true }).map(String);
    for (const file of files.filter((name) => name.endsWith('.ts')).sort()) {
      add(`${folder}/src/${file}`);
    }
  }
  return hash.digest('hex');
}
