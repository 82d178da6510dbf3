import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** A command that was started, as from a shell. */
export type OnceCommand = { readonly exitCode: Promise<number>; end(): void };

/** Run a command line against the network, with its output where ours goes. */
export function runOnce(
  command: string,
  { folder, environment }: { readonly folder: string; readonly environment: NodeJS.ProcessEnv },
): OnceCommand {
  const child = spawn(command, {
    shell: true,
    cwd: folder,
    // In a group of its own: whatever it started ends with it.
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...environment, ARGOSY_PARENT_PIPE: undefined },
  });
  const exitCode = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    );
  });
  return {
    exitCode,
    end: () => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, 'SIGTERM');
      } catch {
        // All of it has ended.
      }
    },
  };
}
