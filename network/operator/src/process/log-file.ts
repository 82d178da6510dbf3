import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readSync,
  renameSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { makePrivateDirectory } from '../files.js';

const largestBytes = 8 * 1024 * 1024;

/** Open a process's log for appending. One that grew large becomes `<name>.1`, replacing the one before. */
export function openLog(file: string): number {
  makePrivateDirectory(dirname(file));
  if (existsSync(file) && statSync(file).size > largestBytes) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}

export type LogMark = { readonly file: string; readonly from: number };

export function markLog(file: string, descriptor: number): LogMark {
  return { file, from: fstatSync(descriptor).size };
}

/** The last lines that were written after the mark. */
export function lastLines({ file, from }: LogMark, count = 12): readonly string[] {
  if (!existsSync(file)) return [];
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const start = Math.max(from, size - 16 * 1024);
    const bytes = Buffer.alloc(Math.max(0, size - start));
    readSync(descriptor, bytes, 0, bytes.length, start);
    const lines = bytes
      .toString('utf8')
      .split('\n')
      .filter((line) => line.trim() !== '');
    return lines.slice(-count);
  } finally {
    closeSync(descriptor);
  }
}
