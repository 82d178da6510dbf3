import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { root } from './paths.js';
import { step } from './report.js';

const devnet = join(root, 'network/devnet/dist');
const bundle = join(devnet, 'bundle/main.js');

/** What the bundle is made of, each with the file that changes when it is compiled anew. */
const sources = [
  ...['protocol', 'ledger', 'devnet'].map((name) => `network/${name}/dist/.tsbuildinfo`),
  'package-lock.json',
].map((file) => join(root, file));

/**
 * Put the devnet's five hundred modules into one file, if one of them has changed: finding and reading them takes longer than all
 * else that it does before it serves. Whoever starts it takes the modules instead where they are newer than the file.
 */
export async function ensureBundle() {
  if (isFresh()) return;
  await step('Bundle', async () => {
    const { build, stop } = await import('esbuild');
    mkdirSync(dirname(bundle), { recursive: true });
    const draft = `${bundle}.${process.pid}.draft`;
    await build({ ...options, entryPoints: [join(devnet, 'main.js')], outfile: draft });
    renameSync(draft, bundle);
    await stop();
  });
}

const options = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  // It has a native part, which is found beside its own package.
  external: ['classic-level'],
  // gRPC is no module yet: it requires.
  banner: {
    js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
  },
  logLevel: 'silent',
};

function isFresh() {
  if (!existsSync(bundle)) return false;
  const { mtimeMs } = statSync(bundle);
  return sources.every((file) => statSync(file).mtimeMs <= mtimeMs);
}
