import { mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

import { cacheFolder, root } from './paths.js';
import { run } from './processes.js';

const endWithParent = new URL('./end-with-parent.js', import.meta.url).href;

/** Some tools colour what they print into a pipe, which no log wants. */
const plain = process.stdout.isTTY ? {} : { NO_COLOR: '1' };

/** The environment of everything that runs on the project's Node. */
export function nodeEnvironment(node) {
  const compileCache = join(cacheFolder(), 'compiled');
  mkdirSync(compileCache, { recursive: true });
  return {
    NODE_COMPILE_CACHE: compileCache,
    PATH: [dirname(node), process.env.PATH].join(delimiter),
  };
}

/** Run a tool of node_modules and keep what it prints. */
export function runTool(node, args, { flags = [], limitSeconds = 900, env = {} } = {}) {
  return run(node, ['--import', endWithParent, ...flags, ...args], {
    cwd: root,
    env: { ...nodeEnvironment(node), ...plain, ...env },
    capture: true,
    limitSeconds,
  });
}

/** Megabytes in which new objects may be made before they are looked through: as the operator starts the network's processes. */
const roomForTheYoung = '--min-semi-space-size=16';

/** Run one of our programs with its output shown. It ends when its stdin does. */
export async function runProgram(node, args) {
  const { code } = await run(node, [roomForTheYoung, ...args], {
    cwd: root,
    env: nodeEnvironment(node),
  });
  return code;
}
