import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { MessageType } from '@argosy/protocol/wire';

/** Any message; what is decoded by it is an object. */
export type Table = MessageType<object>;

/** Every message that the protocol package describes, by name: a table that is added later is found without being listed. */
export async function allMessages(): Promise<ReadonlyMap<string, Table>> {
  const folder = join(import.meta.dirname, '../../network/protocol/src/messages');
  const tables = new Map<string, Table>();
  for (const file of readdirSync(folder).filter((name) => /^[a-z-]+\.ts$/.test(name))) {
    const module: Record<string, unknown> = await import(join(folder, file));
    for (const value of Object.values(module)) {
      if (isTable(value)) for (const table of withParts(value)) tables.set(table.name, table);
    }
  }
  return tables;
}

const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && 'byNumber' in value && 'fields' in value;

/** A message and those within it that have no name of their own outside, such as the entries of a map. */
function withParts(root: Table): Set<Table> {
  const found = new Set<Table>([root]);
  for (const table of found) {
    for (const { type } of table.fields) if (type !== undefined) found.add(type() as Table);
  }
  return found;
}
