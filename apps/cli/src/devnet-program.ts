import { statSync } from 'node:fs';
import { resolve } from 'node:path';

/** What the file of the whole devnet was made of, each with what changes when it is compiled anew. */
const sources = [
  'network/protocol/dist/.tsbuildinfo',
  'network/ledger/dist/.tsbuildinfo',
  'network/devnet/dist/.tsbuildinfo',
  'package-lock.json',
];

/** The devnet in few files, which starts sooner; or as it was compiled, where that is newer or there are no such files. */
export function devnetProgram(repository: string): string {
  const whole = resolve(repository, 'network/devnet/dist/bundle/main.js');
  const made = changedAt(whole);
  const isCurrent =
    made > 0 && sources.every((file) => changedAt(resolve(repository, file)) <= made);
  return isCurrent ? whole : devnetModules(repository);
}

/** The devnet as it was compiled: for whoever wants to know which module does what. */
export const devnetModules = (repository: string): string =>
  resolve(repository, 'network/devnet/dist/main.js');

function changedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
