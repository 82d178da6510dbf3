import { compareUtf8 } from '@argosy/protocol/utf8-order';
import type { Version } from './version.js';

/** A key's value, its own endorsement policy if it has one, and where it was last written. */
export interface Entry {
  readonly value: Buffer;
  readonly policy: Buffer | undefined;
  readonly version: Version;
}

/** Keys with their entries, in the order of their UTF-8 bytes where somebody asks for order. */
export class StateTable {
  readonly #entries = new Map<string, Entry>();
  // Made when a range is first asked for and kept in order from then on: most tables never need it.
  #order: string[] | undefined;

  get(key: string): Entry | undefined {
    return this.#entries.get(key);
  }

  set(key: string, entry: Entry): void {
    if (this.#order !== undefined && !this.#entries.has(key))
      this.#order.splice(placeOf(key, this.#order), 0, key);
    this.#entries.set(key, entry);
  }

  delete(key: string): void {
    if (this.#entries.delete(key)) this.#order?.splice(placeOf(key, this.#order), 1);
  }

  /** The keys from start up to, without, end; an empty end is the end of the table. */
  keys(start = '', end = ''): readonly string[] {
    this.#order ??= [...this.#entries.keys()].sort(compareUtf8);
    const last = end === '' ? this.#order.length : placeOf(end, this.#order);
    return this.#order.slice(placeOf(start, this.#order), last);
  }
}

/** The position of the first key that does not stand before this one. */
function placeOf(key: string, order: readonly string[]): number {
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareUtf8(order[middle] ?? '', key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
