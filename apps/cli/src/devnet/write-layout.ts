import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { OperatorError } from '@argosy/operator/operator-error';
import { layoutFiles } from './samples-layout.js';
import type { LayoutNetwork } from './samples-layout.js';

/** The folders that the layout owns in `organizations`; the samples keep other things beside them. */
const owned = ['peerOrganizations', 'ordererOrganizations'] as const;
/** By this file a folder is known to be ours, and may be replaced. */
const mark = '.argosy-devnet';

/** A layout that was written. */
export type WrittenLayout = {
  /** `DIR/organizations`. */
  readonly folder: string;
  remove(): void;
};

/** Refuses a folder in which another network's material lies: it would be lost. Requires nothing of one that does not exist. */
export function requireLayoutFolder(directory: string): void {
  for (const name of owned) {
    const folder = join(directory, 'organizations', name);
    if (!existsSync(folder) || existsSync(join(folder, mark))) continue;
    throw new OperatorError({
      what: `${folder} is there already`,
      why: 'It holds keys and certificates that argosy did not make, and writing there would mix the two.',
      fix: 'Bring the other network down, which removes it, or name another folder with --layout.',
    });
  }
}

/** Write a network's material in the samples' layout, in place of what an earlier run left. */
export function writeLayout(directory: string, network: LayoutNetwork): WrittenLayout {
  requireLayoutFolder(directory);
  const folder = join(directory, 'organizations');
  const remove = (): void => {
    for (const name of owned) rmSync(join(folder, name), { recursive: true, force: true });
  };
  remove();
  for (const name of owned) writePrivately(join(folder, name, mark), '');
  for (const file of layoutFiles(network, (pem) => readFileSync(pem, 'utf8'))) {
    const path = join(folder, file.path);
    if ('text' in file) writePrivately(path, file.text);
    else copyPrivately(file.from, path);
  }
  return { folder, remove };
}

function writePrivately(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode: 0o600 });
}

function copyPrivately(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
  chmodSync(to, 0o600);
}
