import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readDescription } from '@argosy/operator/description';
import { runFolder } from '@argosy/operator/run-folder';
import type { RunFolder } from '@argosy/operator/run-folder';
import { CommandFailure } from '../net/command-failure.js';
import { exitCode } from '../net/exit-codes.js';
import { LogReader } from '../net/log-reader.js';
import { print } from '../net/presentation.js';
import { placeOf } from '../places.js';
import { printable } from '../printable.js';
import { watchLifetime } from '../run/lifetime.js';

export type NetLogsFlags = {
  readonly home?: string;
  readonly follow?: boolean;
  readonly lines: number;
};

const betweenMilliseconds = 200;

/** Print the logs of a network, or of one of its nodes or processes. Answers the exit code. */
export async function netLogs(node: string | undefined, flags: NetLogsFlags): Promise<number> {
  const folder = runFolder(placeOf(flags, process.env).home);
  const readers = new Map<string, LogReader>();
  const show = (): void => {
    for (const name of wantedLogs(folder, node)) {
      const reader = readers.get(name) ?? new LogReader(folder.log(name), flags.lines);
      readers.set(name, reader);
      for (const line of reader.newLines())
        print(node === undefined ? `${name} | ${shown(line)}` : shown(line));
    }
  };
  show();
  if (flags.follow !== true) return exitCode.done;
  const lifetime = watchLifetime(process.env);
  while ((await Promise.race([delay(betweenMilliseconds), lifetime.ended])) === undefined) show();
  lifetime.release();
  return exitCode.done;
}

/** The processes' names whose logs are meant. A node that is no process of its own writes to the log of the one that runs it. */
function wantedLogs(folder: RunFolder, node: string | undefined): readonly string[] {
  const there = logsIn(folder);
  if (node === undefined) return there;
  if (there.includes(node)) return [node];
  const { host, nodes } = nodesOf(folder);
  if (nodes.includes(node)) return [host];
  throw new CommandFailure(exitCode.notFound, {
    what: `There is no log of ${node}`,
    why:
      there.length === 0
        ? `Nothing has run from ${folder.home} yet.`
        : `There are those of ${[...there, ...nodes].join(', ')}.`,
    fix: 'Name one of these, or none for all.',
  });
}

/** The nodes that a process runs, and the name of that. */
function nodesOf(folder: RunFolder): { readonly host: string; readonly nodes: readonly string[] } {
  const description = readDescription(folder);
  if (description === undefined) return { host: '', nodes: [] };
  const { engine, peers, orderers } = description;
  return { host: engine, nodes: [...peers, ...orderers].map(({ name }) => name) };
}

function logsIn(folder: RunFolder): readonly string[] {
  const directory = dirname(folder.log('any'));
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => name.endsWith('.log'))
    .map((name) => basename(name, '.log'))
    .sort();
}

const shown = (line: string): string => (process.stdout.isTTY ? printable(line) : line);
