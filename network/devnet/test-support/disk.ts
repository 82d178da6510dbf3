import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A small disk of its own, in memory. Only who may mount can have one. */
export class SmallDisk {
  readonly folder = mkdtempSync(join(tmpdir(), 'argosy-disk-'));

  private constructor(megabytes: number) {
    this.mount('-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs');
  }

  /** Undefined where nothing can be mounted. */
  static of(megabytes: number): SmallDisk | undefined {
    try {
      return new SmallDisk(megabytes);
    } catch {
      return undefined;
    }
  }

  resize(megabytes: number): void {
    this.mount('-o', `remount,size=${megabytes}m`);
  }

  setReadOnly(readOnly: boolean): void {
    this.mount('-o', `remount,${readOnly ? 'ro' : 'rw'}`);
  }

  remove(): void {
    execFileSync('umount', [this.folder], { stdio: 'pipe' });
    rmSync(this.folder, { recursive: true });
  }

  private mount(...words: string[]): void {
    execFileSync('mount', [...words, this.folder], { stdio: 'pipe' });
  }
}
