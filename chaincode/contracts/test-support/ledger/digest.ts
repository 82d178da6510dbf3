import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import type { StateTable } from './state-table.js';
import type { WorldState } from './world-state.js';

/** One SHA-256 over all keys, values, policies and versions: equal for replicas that hold the same. */
export function digestOf(state: WorldState): string {
  const hash = createHash('sha256');
  addTable(hash, 'public', state.public);
  for (const [name, { hashed, clear }] of [...state.collections].sort(byName)) {
    addTable(hash, `hashed ${name}`, hashed);
    addTable(hash, `clear ${name}`, clear);
  }
  return hash.digest('hex');
}

function addTable(hash: Hash, name: string, table: StateTable): void {
  for (const key of table.keys()) {
    const entry = table.get(key);
    const version = [entry?.version.block, entry?.version.transaction];
    const value = entry?.value.toString('base64');
    // As JSON, so that no two contents give the same bytes.
    hash.update(JSON.stringify([name, key, version, value, entry?.policy?.toString('base64')]));
  }
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : 1;
