import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DRAFT, replaceFile, syncPath, type FilePoint } from './file-writing.js';
import type { FileSet } from './storage.js';

/** Contents in the files of a folder. */
export class FolderFiles implements FileSet {
  private constructor(
    private readonly folder: string,
    private readonly reached: ((point: FilePoint) => void) | undefined,
  ) {}

  /** Open a folder, or begin one. What was being written when the process ended is removed. */
  static async open(folder: string, reached?: (point: FilePoint) => void): Promise<FolderFiles> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(folder))
      if (name.endsWith(DRAFT)) await rm(join(folder, name), { force: true });
    return new FolderFiles(folder, reached);
  }

  async names(): Promise<readonly string[]> {
    const entries = await readdir(this.folder, { withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith(DRAFT));
    return files.map(({ name }) => name).sort();
  }

  read(name: string): Promise<Buffer> {
    return readFile(this.placeOf(name));
  }

  write(name: string, content: Uint8Array): Promise<void> {
    return replaceFile(this.placeOf(name), content, this.reached);
  }

  async remove(name: string): Promise<void> {
    await rm(this.placeOf(name), { force: true });
    await syncPath(this.folder);
  }

  placeOf(name: string): string {
    return join(this.folder, name);
  }
}
