import type { LedgerDatabase } from '@argosy/ledger/database';
import { frame, type Frame } from './frames.js';

const ALL = { start: Buffer.of(0), end: Buffer.of(0xff) };
/** So many changes are written at once. */
const BATCH = 2_000;

/** All that stands in a database, as it is now. */
export async function* entriesOf(
  database: LedgerDatabase,
  kind: number,
): AsyncGenerator<Frame, undefined> {
  const snapshot = database.snapshot();
  try {
    for await (const [key, value] of snapshot.range(ALL)) yield frame(kind, value, key);
    return undefined;
  } finally {
    snapshot.release();
  }
}

/** Puts entries into an empty database. */
export class EntryWriter {
  private changes: { key: Buffer; value: Buffer }[] = [];

  constructor(private readonly database: LedgerDatabase) {}

  async put({ key, value }: Frame): Promise<void> {
    this.changes.push({ key: Buffer.from(key), value: Buffer.from(value) });
    if (this.changes.length >= BATCH) await this.flush({ durable: false });
  }

  /** Write what is left. Returns once all would survive the end of the machine. */
  async end(): Promise<void> {
    await this.flush({ durable: true });
  }

  private async flush(how: { readonly durable: boolean }): Promise<void> {
    const { changes } = this;
    this.changes = [];
    await this.database.write(changes, how);
  }
}
