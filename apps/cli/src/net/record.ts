import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomically } from '@argosy/operator/files';
import { z } from 'zod';

const schema = z
  .object({
    /** The process that runs the network. */
    pid: z.int(),
    state: z.enum(['starting', 'up', 'stopping', 'ended']),
    profile: z.string(),
    engine: z.string(),
    portBase: z.int(),
    topologyFile: z.string(),
    /** Whether it runs in somebody's terminal. */
    foreground: z.boolean(),
    since: z.iso.datetime(),
    /** Why it ended, where nobody asked it to. */
    why: z.string().optional(),
  })
  .readonly();

/** What whoever runs a network writes down of it in the run folder, for the commands that ask. */
export type NetworkRecord = z.infer<typeof schema>;

const fileOf = (home: string): string => join(home, 'up.json');

export function writeRecord(home: string, record: NetworkRecord): void {
  writeFileAtomically(fileOf(home), `${JSON.stringify(record, undefined, 2)}\n`);
}

export function removeRecord(home: string): void {
  rmSync(fileOf(home), { force: true });
}

/** The record, as far as there is one that can be read. It may be of a process that is gone. */
export function readRecord(home: string): NetworkRecord | undefined {
  const file = fileOf(home);
  if (!existsSync(file)) return undefined;
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
