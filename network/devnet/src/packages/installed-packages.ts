import { reasonOf } from '@argosy/protocol/reason';
import { ChaincodeHost, type ChaincodeHostParts } from '../chaincode/host.js';
import { readPackage, type ChaincodePackage } from './chaincode-package.js';
import { buildPackage, connectionOf, type Connection, type GivenConnection } from './connection.js';
import type { PackageStore } from './package-store.js';
import type { TemplateValues } from './template.js';

export interface InstalledPackagesParts extends ChaincodeHostParts {
  /** Where they are kept; asked again when what is kept was replaced. */
  readonly store: () => Promise<PackageStore>;
  /** What this peer fills into the templates of packages. */
  readonly templateValues: TemplateValues;
}

/** A package that is installed, and the link to the chaincode that it stands for: all definitions that use it share that. */
export interface InstalledPackage {
  readonly id: string;
  readonly label: string;
  readonly host: ChaincodeHost;
}

/** The packages that are installed at one peer. */
export class InstalledPackages {
  private readonly packages = new Map<string, InstalledPackage>();
  private readonly installing = new Set<string>();
  private readonly listeners: (() => void)[] = [];

  private constructor(
    private readonly parts: InstalledPackagesParts,
    private store: PackageStore,
  ) {}

  /** Those that were installed before. */
  static async open(parts: InstalledPackagesParts): Promise<InstalledPackages> {
    const installed = new InstalledPackages(parts, await parts.store());
    await installed.addStored();
    return installed;
  }

  /** What is kept was replaced: have what stands there now. */
  async reload(): Promise<void> {
    this.store = await this.parts.store();
    const kept = new Set(this.store.list().map(({ id }) => id));
    for (const { id, host } of this.list()) {
      if (kept.has(id)) continue;
      this.packages.delete(id);
      host.close();
    }
    await this.addStored();
    for (const listener of this.listeners) listener();
  }

  list(): readonly InstalledPackage[] {
    return [...this.packages.values()];
  }

  get(id: string): InstalledPackage | undefined {
    return this.packages.get(id);
  }

  /** The bytes of a package, as it was installed. Throws when there is none. */
  load(id: string): Promise<Buffer> {
    return this.store.load(id);
  }

  /** Be told when a package was installed. */
  onInstall(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Install a package. Throws a peer's words for what is none, cannot be built, or is installed already. */
  async install(bytes: Uint8Array): Promise<InstalledPackage> {
    const one = await readPackage(bytes).catch((error: unknown) => {
      const why = reasonOf(error);
      throw new Error(`could not parse as a chaincode install package: ${why}`, { cause: error });
    });
    if (this.packages.has(one.id) || this.installing.has(one.id))
      throw new Error(`chaincode already successfully installed (package ID '${one.id}')`);
    this.installing.add(one.id);
    try {
      const given = await this.build(one);
      await this.store.save(one, bytes);
      const installed = this.add(one, given);
      for (const listener of this.listeners) listener();
      return installed;
    } finally {
      this.installing.delete(one.id);
    }
  }

  private async addStored(): Promise<void> {
    const { templateValues } = this.parts;
    for (const one of this.store.list())
      if (!this.packages.has(one.id)) this.add(one, await buildPackage(one, templateValues));
  }

  private async build(one: ChaincodePackage): Promise<GivenConnection> {
    try {
      return await buildPackage(one, this.parts.templateValues);
    } catch (error) {
      throw new Error(`could not build chaincode: ${reasonOf(error)}`, { cause: error });
    }
  }

  private add({ id, label }: ChaincodePackage, given: GivenConnection): InstalledPackage {
    const connection = (): Connection => {
      try {
        return connectionOf(given);
      } catch (error) {
        throw new Error(`error building chaincode: ${reasonOf(error)}`, { cause: error });
      }
    };
    const host = new ChaincodeHost({ packageId: id, connection }, this.parts);
    const installed = { id, label, host };
    this.packages.set(id, installed);
    return installed;
  }

  /** End the streams to all chaincodes at once; the next call dials again. */
  letGo(): void {
    for (const { host } of this.packages.values()) host.letGo();
  }

  close(): void {
    for (const { host } of this.packages.values()) host.close();
  }
}
