import { spawn } from 'node:child_process';
import { join } from 'node:path';

const program = join(import.meta.dirname, '../../../apps/cli/dist/main.js');

/** What a command of `argosy` answered; the lines of its output are events where they are JSON. */
export type CommandAnswer = {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly events: readonly Readonly<Record<string, unknown>>[];
};

/** Run `argosy` as a person types it. */
export function commandLine(...args: readonly string[]): Promise<CommandAnswer> {
  const { ARGOSY_PARENT_PIPE: _, ...env } = process.env;
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...env, NODE_OPTIONS: '', NO_COLOR: '1' },
  });
  const printed = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (printed.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed.err += chunk.toString()));
  return new Promise((resolve) => {
    child.once('close', (code) => {
      resolve({ code, ...printed, events: eventsIn(printed.out) });
    });
  });
}

const eventsIn = (text: string): CommandAnswer['events'] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
