import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

/** Preloaded into Node programs that know nothing of us: should we die in any way, they end. */
const endWithParent = new URL('../../../../../scripts/launch/end-with-parent.js', import.meta.url);

/** A program that was started for a folder, with its output as text. */
export type ToolProcess = { readonly ended: Promise<number>; end(): void };

/** Run a program in a folder, in a process group of its own: whatever it starts ends with it. */
export function runTool(
  command: readonly [string, ...string[]],
  folder: string,
  onText: (text: string) => void,
): ToolProcess {
  const [program, ...args] = command;
  const child: ChildProcess = spawn(program, args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: { ...process.env, FORCE_COLOR: '0', NODE_OPTIONS: `--import ${endWithParent.href}` },
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => onText(text));
  const ended = new Promise<number>((resolve) => {
    child.once('error', (failure) => {
      onText(failure.message);
      resolve(1);
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
  return {
    ended,
    end: () => {
      if (child.pid === undefined || child.exitCode !== null) return;
      try {
        process.kill(-child.pid, 'SIGTERM');
      } catch {
        // It has just ended.
      }
    },
  };
}
