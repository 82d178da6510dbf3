import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The program as it is built: `npm run build` comes first. */
const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** Start the devnet as a process of its own; `started` is told of it before it is ready, so that it can be killed in any case. */
export async function startDevnet(
  configFile: string,
  started: (child: ChildProcessWithoutNullStreams) => void,
): Promise<ChildProcessWithoutNullStreams> {
  const env = { ...process.env, NODE_OPTIONS: '', ARGOSY_PARENT_PIPE: '1' };
  const child = spawn(process.execPath, [program, configFile], { env, stdio: 'pipe' });
  started(child);
  child.stderr.resume();
  await once(createInterface(child.stdout), 'line');
  return child;
}
