import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  databaseWriting,
  openDatabase,
  type DatabaseWriting,
  type LedgerDatabase,
} from '@argosy/ledger/database';
import { FileBlockStore } from '@argosy/ledger/file-block-store';
import { fileWriting, writeWhole, type FileWriting } from '@argosy/ledger/file-writing';
import { FolderLock } from '@argosy/ledger/folder-lock';
import { withAdvice } from './disk-advice.js';
import { syncPath, type FilePoint } from './file-writing.js';
import { FolderFiles } from './folder-files.js';
import type { FileKind, FileSet, LedgerStorage, Storage } from './storage.js';

/** Where the opening and the removal of a ledger, and the replacement of all, can be interrupted. */
export type StoragePoint =
  | FilePoint
  | 'before the ledger'
  | 'after its block file'
  | 'after its state'
  | 'after the ledger'
  | 'before its removal'
  | 'after its removal'
  | 'before the replacement'
  | 'within the replacement'
  | 'replaced';

/** How everything reaches the disk; a test hands in what fails or ends the process. */
export interface StorageWriting {
  readonly file: FileWriting;
  readonly database: DatabaseWriting;
  readonly reached: (point: StoragePoint) => void;
}

export const storageWriting: StorageWriting = {
  file: fileWriting,
  database: databaseWriting,
  reached: () => undefined,
};

/** What comes of removing a database. */
const without = {
  state: 'it is made again from the blocks, clear private data aside',
  transient: 'clear private data of proposals that are in no block yet is lost',
};

/** What a replacement replaces. */
const REPLACED = ['ledgers', 'channels', 'packages'] as const;
const REPLACEMENT = 'replacement';

/** A devnet's folder. */
export class FolderStorage implements Storage {
  private lock: FolderLock | undefined;

  constructor(
    readonly folder: string,
    private readonly writing: StorageWriting = storageWriting,
  ) {}

  open(): Promise<void> {
    return this.advised(async () => {
      this.lock = await FolderLock.take(this.folder);
      await rm(this.draft, { recursive: true, force: true });
      await this.takeReplacement();
    });
  }

  async close(): Promise<void> {
    await this.lock?.release();
  }

  files(kind: FileKind, owner?: string): Promise<FileSet> {
    const part = owner === undefined ? [] : [encodeURIComponent(owner)];
    const folder = join(this.folder, kind, ...part);
    return this.advised(() => FolderFiles.open(folder, this.writing.reached));
  }

  async owners(kind: FileKind): Promise<readonly string[]> {
    const folder = join(this.folder, kind);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const entries = await readdir(folder, { withFileTypes: true });
    const owners = entries.filter((entry) => entry.isDirectory());
    return owners.map(({ name }) => decodeURIComponent(name)).sort();
  }

  openLedger(channelId: string): Promise<LedgerStorage> {
    return this.advised(() => this.openParts(channelId));
  }

  private async openParts(channelId: string): Promise<LedgerStorage> {
    const { file, database, reached } = this.writing;
    const folder = this.ledgerFolder(channelId);
    reached('before the ledger');
    const store = FileBlockStore.open(folder, file);
    const opened: LedgerDatabase[] = [];
    const open = async (name: keyof typeof without): Promise<LedgerDatabase> => {
      const one = await openDatabase(join(folder, name), database, without[name]);
      opened.push(one);
      return one;
    };
    try {
      reached('after its block file');
      const state = await open('state');
      reached('after its state');
      const transient = await open('transient');
      reached('after the ledger');
      return { store, state, transient };
    } catch (error) {
      await Promise.all([store, ...opened].map((one) => one.close()));
      throw error;
    }
  }

  hasLedger(channelId: string): Promise<boolean> {
    return Promise.resolve(existsSync(this.ledgerFolder(channelId)));
  }

  async removeLedger(channelId: string): Promise<void> {
    this.writing.reached('before its removal');
    await rm(this.ledgerFolder(channelId), { recursive: true, force: true });
    this.writing.reached('after its removal');
  }

  /** A draft is filled beside what is there; its rename decides; then its parts take their places, now or at the next opening. */
  async replace(
    fill: (empty: Storage) => Promise<void>,
    vacate: () => Promise<void>,
  ): Promise<void> {
    const { reached } = this.writing;
    await rm(this.draft, { recursive: true, force: true });
    for (const part of REPLACED)
      await mkdir(join(this.draft, part), { recursive: true, mode: 0o700 });
    try {
      await fill(new FolderStorage(this.draft, { ...this.writing, file: unsynced }));
      await syncAll(this.draft);
      await vacate();
    } catch (error) {
      await rm(this.draft, { recursive: true, force: true });
      throw withAdvice(this.folder, error);
    }
    reached('before the replacement');
    await rename(this.draft, join(this.folder, REPLACEMENT));
    await syncPath(this.folder);
    reached('within the replacement');
    await this.takeReplacement();
    reached('replaced');
  }

  private async advised<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw withAdvice(this.folder, error);
    }
  }

  private ledgerFolder(channelId: string): string {
    return join(this.folder, 'ledgers', channelId);
  }

  private get draft(): string {
    return join(this.folder, `${REPLACEMENT}.draft`);
  }

  /** A part that is still in the replacement has not taken its place yet, whatever stands there. */
  private async takeReplacement(): Promise<void> {
    const from = join(this.folder, REPLACEMENT);
    if (!existsSync(from)) return;
    for (const part of await readdir(from)) {
      await rm(join(this.folder, part), { recursive: true, force: true });
      this.writing.reached('within the replacement');
      await rename(join(from, part), join(this.folder, part));
      await syncPath(this.folder);
      this.writing.reached('within the replacement');
    }
    await rm(from, { recursive: true, force: true });
    await syncPath(this.folder);
  }
}

/** Many blocks at once are synced together, when all are written. */
const unsynced: FileWriting = {
  async append(descriptor, record) {
    await writeWhole(descriptor, record);
  },
};

async function syncAll(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await syncAll(path);
    else await syncPath(path);
  }
  await syncPath(folder);
}
