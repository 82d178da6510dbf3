import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './paths.js';
import { step } from './report.js';

const devnet = join(root, 'network/devnet/dist');
const folder = join(devnet, 'bundle');
const bundle = join(folder, 'main.js');

/** What the bundle is made of, each with the file that changes when it is compiled anew. */
const sources = [
  ...['protocol', 'ledger', 'devnet'].map((name) => `network/${name}/dist/.tsbuildinfo`),
  'package-lock.json',
].map((file) => join(root, file));

/**
 * Put the devnet's five hundred modules into three files, if one of them has changed: finding and reading them takes longer than all
 * else that it does before it serves. What peers and orderers need is a file of its own, which is not read before the authorities
 * serve. Whoever starts it takes the modules instead where they are newer than the files.
 */
export async function ensureBundle() {
  if (isFresh()) return;
  await step('Bundle', async () => {
    const { build, stop } = await import('esbuild');
    const draft = `${folder}.${process.pid}.draft`;
    await build({ ...options, entryPoints: [join(devnet, 'main.js')], outdir: draft });
    mkdirSync(folder, { recursive: true });
    const files = readdirSync(draft);
    // The entry last: what it names is there by then.
    const last = (name) => Number(name === 'main.js');
    for (const file of files.toSorted((a, b) => last(a) - last(b)))
      renameSync(join(draft, file), join(folder, file));
    rmSync(draft, { recursive: true });
    for (const file of readdirSync(folder))
      if (!files.includes(file)) rmSync(join(folder, file), { recursive: true });
    await stop();
  });
}

const options = {
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  // LevelDB's native part is found beside its own package.
  external: ['classic-level/binding.js'],
  plugins: [
    {
      name: 'native part',
      setup({ onResolve }) {
        onResolve({ filter: /^\.\/binding$/ }, ({ importer }) =>
          /[\\/]classic-level[\\/][^\\/]+$/.test(importer)
            ? { path: 'classic-level/binding.js', external: true }
            : undefined,
        );
      },
    },
  ],
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
