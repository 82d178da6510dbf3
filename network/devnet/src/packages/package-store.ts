import type { FileSet } from '../storage/storage.js';
import { readPackage, type ChaincodePackage } from './chaincode-package.js';

const FILE = /^.+\.[0-9a-f]{64}\.tar\.gz$/;

/** The packages that are installed at one peer, each in a file. A file is there whole or not at all, whenever the process ends. */
export class PackageStore {
  private constructor(
    private readonly files: FileSet,
    private readonly packages: Map<string, ChaincodePackage>,
  ) {}

  /** What is installed already. Throws when a package is damaged: naming it is better than running something else. */
  static async open(files: FileSet): Promise<PackageStore> {
    const packages = new Map<string, ChaincodePackage>();
    for (const name of await files.names()) {
      if (!FILE.test(name)) continue;
      const one = await readPackage(await files.read(name)).catch(() => undefined);
      if (one === undefined || fileName(one.id) !== name)
        throw new Error(
          `the chaincode package ${files.placeOf(name)} is damaged: remove it and install it again`,
        );
      packages.set(one.id, one);
    }
    return new PackageStore(files, packages);
  }

  list(): readonly ChaincodePackage[] {
    return [...this.packages.values()];
  }

  get(id: string): ChaincodePackage | undefined {
    return this.packages.get(id);
  }

  /** Keep a package. Returns once it would survive the end of the machine. */
  async save(one: ChaincodePackage, bytes: Uint8Array): Promise<void> {
    await this.files.write(fileName(one.id), bytes);
    this.packages.set(one.id, one);
  }

  /** The bytes of a package, as it was installed. Throws when there is none. */
  async load(id: string): Promise<Buffer> {
    if (!this.packages.has(id)) throw new PackageNotFound(id);
    return this.files.read(fileName(id));
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
