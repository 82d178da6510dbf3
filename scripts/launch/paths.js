import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** What may be deleted at any time: the downloaded Node, compiled code. Shared by all clones. */
export function cacheFolder(env = process.env) {
  if (env.ARGOSY_CACHE) return env.ARGOSY_CACHE;
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'argosy');
}

/** A tool of node_modules as a path to hand to Node: no shell script or .cmd file between. */
export function tool(path) {
  return join(root, 'node_modules', path);
}
