import type { BlockStore } from '@argosy/ledger/block-store';
import type { LedgerDatabase } from '@argosy/ledger/database';

/** Contents under names. Each is there whole or not at all, whenever the process ends. */
export interface FileSet {
  /** In the order of their names. */
  names(): Promise<readonly string[]>;
  /** Throws when there is none of that name. */
  read(name: string): Promise<Buffer>;
  /** Keep a content, instead of what had the name before. Returns once it would survive the end of the machine. */
  write(name: string, content: Uint8Array): Promise<void>;
  /** Forget a content, if there is one. */
  remove(name: string): Promise<void>;
  /** Where a content stands, for people who are to do something about it. */
  placeOf(name: string): string;
}

/** What a channel is kept in: its blocks, what is derived from them, and clear private data that waits for its block. */
export interface LedgerStorage {
  readonly store: BlockStore;
  readonly state: LedgerDatabase;
  readonly transient: LedgerDatabase;
}

/** Where everything stands that a devnet keeps: a folder, or memory. */
export interface Storage {
  /** What an unfinished replacement left is finished; nobody else has the storage until it is closed. */
  open(): Promise<void>;
  close(): Promise<void>;
  /** The contents of a kind, such as `channels`; or of an owner's part of it. */
  files(kind: FileKind, owner?: string): Promise<FileSet>;
  /** Those who have files of a kind. */
  owners(kind: FileKind): Promise<readonly string[]>;
  openLedger(channelId: string): Promise<LedgerStorage>;
  hasLedger(channelId: string): Promise<boolean>;
  /** Forget a channel's ledger, if there is one. It must not be open. */
  removeLedger(channelId: string): Promise<void>;
  /**
   * Have everything but snapshots replaced by what `fill` puts into an empty storage; then `vacate` must close every ledger that is
   * open. Whenever the process ends, what was there before is there or what is there now. Changes nothing where one of them throws.
   */
  replace(fill: (empty: Storage) => Promise<void>, vacate: () => Promise<void>): Promise<void>;
}

/** What there are files of: who has joined which channel, installed packages, and snapshots. */
export type FileKind = 'channels' | 'packages' | 'snapshots';
