import { MemoryBlockStore } from '@argosy/ledger/block-store';
import { memoryDatabase } from '@argosy/ledger/database';
import type { FileKind, FileSet, LedgerStorage, Storage } from './storage.js';

/** A storage in memory. It can be closed and opened again, and lasts as long as the object. */
export class MemoryStorage implements Storage {
  private ledgers = new Map<string, LedgerStorage>();
  private contents = new Map<string, MemoryFiles>();

  /** Nobody else knows the object. */
  open(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  files(kind: FileKind, owner?: string): Promise<FileSet> {
    const key = owner === undefined ? kind : `${kind}/${owner}`;
    const files = this.contents.get(key) ?? new MemoryFiles(key);
    this.contents.set(key, files);
    return Promise.resolve(files);
  }

  owners(kind: FileKind): Promise<readonly string[]> {
    const prefix = `${kind}/`;
    const keys = [...this.contents.keys()].filter((key) => key.startsWith(prefix));
    return Promise.resolve(keys.map((key) => key.slice(prefix.length)).sort());
  }

  openLedger(channelId: string): Promise<LedgerStorage> {
    const ledger = this.ledgers.get(channelId) ?? {
      store: new MemoryBlockStore(),
      state: memoryDatabase(),
      transient: memoryDatabase(),
    };
    this.ledgers.set(channelId, ledger);
    return Promise.resolve(ledger);
  }

  hasLedger(channelId: string): Promise<boolean> {
    return Promise.resolve(this.ledgers.has(channelId));
  }

  removeLedger(channelId: string): Promise<void> {
    this.ledgers.delete(channelId);
    return Promise.resolve();
  }

  async replace(
    fill: (empty: Storage) => Promise<void>,
    vacate: () => Promise<void>,
  ): Promise<void> {
    const other = new MemoryStorage();
    await fill(other);
    await vacate();
    for (const [key, files] of this.contents)
      if (key.startsWith('snapshots')) other.contents.set(key, files);
    this.ledgers = other.ledgers;
    this.contents = other.contents;
  }
}

class MemoryFiles implements FileSet {
  private readonly contents = new Map<string, Buffer>();

  constructor(private readonly kind: string) {}

  names(): Promise<readonly string[]> {
    return Promise.resolve([...this.contents.keys()].sort());
  }

  read(name: string): Promise<Buffer> {
    const content = this.contents.get(name);
    return content === undefined
      ? Promise.reject(new Error(`there is no ${this.placeOf(name)}`))
      : Promise.resolve(content);
  }

  write(name: string, content: Uint8Array): Promise<void> {
    this.contents.set(name, Buffer.from(content));
    return Promise.resolve();
  }

  remove(name: string): Promise<void> {
    this.contents.delete(name);
    return Promise.resolve();
  }

  placeOf(name: string): string {
    return `${this.kind}/${name} in memory`;
  }
}
