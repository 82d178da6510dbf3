import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import { root } from './paths.js';
import { step } from './report.js';

/** What is started from few files: programs, each with the files that change when it is compiled anew. */
const programs = [
  {
    program: 'network/devnet/dist/main.js',
    sources: compiled('network/protocol', 'network/ledger', 'network/devnet'),
  },
  {
    program: 'chaincode/contracts/dist/server.js',
    sources: compiled('chaincode/domain', 'chaincode/contracts'),
  },
];

const put = 'test/bench/put-chaincode';

/** The chaincode that does nothing, started as ours is. */
export const benchPrograms = [
  { program: `${put}/server.js`, folder: `${put}/dist/bundle`, sources: [`${put}/server.js`] },
];

/**
 * Put the hundreds of modules of each program into few files, if one of them has changed: finding, reading and compiling them takes
 * longer than all else that it does before it serves. What a program imports late stays in a file of its own. The files are beside
 * the program, in `bundle`, and started by `main.cjs`. Whoever starts it takes the modules where one of `made-of.json` is newer.
 */
export async function ensureBundles(wanted = programs) {
  const stale = wanted.map(inRoot).filter((it) => !isFresh(it));
  if (stale.length === 0) return;
  await step('Bundle', async () => {
    const bundler = await import('esbuild');
    for (const it of stale) await bundle(it, bundler);
    await bundler.stop();
  });
}

function compiled(...packages) {
  return packages.map((name) => `${name}/dist/.tsbuildinfo`);
}

function inRoot({ program, sources, folder = join(dirname(program), 'bundle') }) {
  const all = [...sources, 'package-lock.json'];
  return {
    program: join(root, program),
    folder: join(root, folder),
    sources: all.map((file) => join(root, file)),
  };
}

function isFresh({ folder, sources }) {
  const main = join(folder, 'main.cjs');
  if (!existsSync(main)) return false;
  const { mtimeMs } = statSync(main);
  return sources.every((file) => statSync(file).mtimeMs <= mtimeMs);
}

async function bundle({ program, folder, sources }, bundler) {
  const draft = `${folder}.${process.pid}.draft`;
  const modules = join(draft, 'modules');
  const { metafile } = await bundler.build({
    ...options,
    entryPoints: [program],
    outdir: modules,
  });
  for (const file of readdirSync(modules)) {
    const { code } = await bundler.transform(readFileSync(join(modules, file), 'utf8'), asScript);
    writeFileSync(join(draft, file), code);
  }
  rmSync(modules, { recursive: true });
  writeStart(draft, { metafile, sources: sources.map((file) => relative(folder, file)) });
  replace(folder, draft);
}

/** What starts the program. The edition tells these files from any that were made before. */
function writeStart(draft, { metafile, sources }) {
  const edition = createHash('sha256');
  for (const file of readdirSync(draft).toSorted())
    edition.update(`${file}\0`).update(readFileSync(join(draft, file)));
  const [entry] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint);
  const started = { edition: edition.digest('hex'), program: entry.split('/').at(-1) };
  const argument = `{ folder: __dirname, ...${JSON.stringify(started)} }`;
  copyFileSync(join(import.meta.dirname, 'load-program.cjs'), join(draft, 'load-program.cjs'));
  writeFileSync(join(draft, 'made-of.json'), JSON.stringify(sources));
  writeFileSync(join(draft, 'main.cjs'), `require('./load-program.cjs')(${argument});\n`);
}

/** Put what is new in the place of what was there. */
function replace(folder, draft) {
  mkdirSync(folder, { recursive: true });
  const files = readdirSync(draft);
  // What starts the program comes last: what it names is there by then.
  const last = (name) => Number(name === 'main.cjs');
  for (const file of files.toSorted((a, b) => last(a) - last(b)))
    renameSync(join(draft, file), join(folder, file));
  rmSync(draft, { recursive: true });
  for (const file of readdirSync(folder))
    if (!files.includes(file)) rmSync(join(folder, file), { recursive: true });
}

const options = {
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  metafile: true,
  entryNames: '[name]-[hash]',
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
  logLevel: 'silent',
};

/** As a script, compiled code can be kept after it has run; as a module, only before. */
const asScript = {
  format: 'cjs',
  platform: 'node',
  target: 'node24',
  supported: { 'dynamic-import': false },
  logLevel: 'silent',
};
