import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readPackage, type ChaincodePackage } from './chaincode-package.js';

const DRAFT = /\.draft$/;
const FILE = /^.+\.[0-9a-f]{64}\.tar\.gz$/;

/** The packages that are installed at one peer, each in a file. A file is there whole or not at all, whenever the process ends. */
export class PackageStore {
  private constructor(
    private readonly folder: string,
    private readonly packages: Map<string, ChaincodePackage>,
  ) {}

  /** Open a folder, or begin one. Throws when a package is damaged: naming it is better than running something else. */
  static async open(folder: string): Promise<PackageStore> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const packages = new Map<string, ChaincodePackage>();
    for (const name of (await readdir(folder)).sort()) {
      const file = join(folder, name);
      if (DRAFT.test(name)) await rm(file);
      if (!FILE.test(name)) continue;
      const one = await readPackage(await readFile(file)).catch(() => undefined);
      if (one === undefined || fileName(one.id) !== name)
        throw new Error(`the chaincode package ${file} is damaged`);
      packages.set(one.id, one);
    }
    return new PackageStore(folder, packages);
  }

  list(): readonly ChaincodePackage[] {
    return [...this.packages.values()];
  }

  get(id: string): ChaincodePackage | undefined {
    return this.packages.get(id);
  }

  /** Keep a package. Returns once it would survive the end of the machine. */
  async save(one: ChaincodePackage, bytes: Uint8Array): Promise<void> {
    const file = join(this.folder, fileName(one.id));
    const draft = `${file}.draft`;
    await writeSynced(draft, bytes);
    await rename(draft, file);
    await syncFolder(this.folder);
    this.packages.set(one.id, one);
  }

  /** The bytes of a package, as it was installed. Throws when there is none. */
  async load(id: string): Promise<Buffer> {
    if (!this.packages.has(id)) throw new PackageNotFound(id);
    return readFile(join(this.folder, fileName(id)));
  }
}

/** A package that is not installed. */
export class PackageNotFound extends Error {
  override readonly name = 'PackageNotFound';

  constructor(id: string) {
    super(`chaincode install package '${id}' not found`);
  }
}

/** No label holds a colon. */
const fileName = (id: string): string => `${id.replace(':', '.')}.tar.gz`;

async function writeSynced(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A renamed file is safe once its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
