import type { DevnetConfig } from '../config.js';
import { FolderStorage } from './folder-storage.js';
import { MemoryStorage } from './memory-storage.js';
import type { Storage } from './storage.js';

/** Where a configured network keeps everything. It is not opened. */
export const configuredStorage = ({
  dataDir,
  storage,
}: Pick<DevnetConfig, 'dataDir' | 'storage'>): Storage =>
  storage === 'memory' ? new MemoryStorage() : new FolderStorage(dataDir);
