import { decode, encode } from '@argosy/protocol/wire';
import { inside } from './corpus.js';
import type { Table } from './message-tables.js';

/** The fields of a message and of all within it that hold nothing more: by name of message and field, their values in order. */
export function leavesOf(type: Table, bytes: Uint8Array): Map<string, string[]> {
  const leaves = new Map<string, string[]>();
  collect(type, bytes, leaves);
  return leaves;
}

function collect(type: Table, bytes: Uint8Array, leaves: Map<string, string[]>): void {
  const message = decode(type, bytes) as Readonly<Record<string, unknown>>;
  for (const field of type.fields) {
    const name = `${type.name}.${field.name}`;
    const value = message[field.name];
    if (Array.isArray(value)) note(leaves, name, `${value.length} of them`);
    for (const one of Array.isArray(value) ? value : [value]) {
      const inner = field.type?.() as Table | undefined;
      if (inner !== undefined) {
        if (!Array.isArray(value)) note(leaves, name, one === undefined ? 'absent' : 'there');
        if (one !== undefined) collect(inner, encode(inner, one as object), leaves);
      } else if (!(one instanceof Uint8Array) || !collectInside(name, one, leaves)) {
        note(
          leaves,
          name,
          one instanceof Uint8Array ? Buffer.from(one).toString('hex') : String(one),
        );
      }
    }
  }
}

function collectInside(name: string, bytes: Uint8Array, leaves: Map<string, string[]>): boolean {
  const [type] = inside[name] ?? [];
  if (type === undefined) return false;
  try {
    collect(type, bytes, leaves);
    return true;
  } catch {
    return false;
  }
}

function note(leaves: Map<string, string[]>, name: string, value: string): void {
  const values = leaves.get(name) ?? [];
  values.push(value);
  leaves.set(name, values);
}
