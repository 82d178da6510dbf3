import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { AuthorityAddress } from '../engine/engine.js';
import { makePrivateDirectory, writeFileAtomically } from '../files.js';
import { OperatorError } from '../operator-error.js';
import type { RunFolder } from '../run-folder.js';
import type { Topology } from '../topology/schema.js';
import { Enrolling } from './enrolment.js';
import { filesOf, planMaterial } from './plan.js';
import type { MspPlan } from './plan.js';
import { syncFiles } from './private-file.js';
import { newSecret } from './registrar.js';

const manifestSchema = z.strictObject({
  version: z.literal(2),
  topology: z.string(),
  /** When the first certificate ends; absent as long as not all are there. */
  validUntil: z.string().optional(),
});
type Manifest = z.infer<typeof manifestSchema>;

const day = 86_400_000;
/** A certificate that ends within this time is renewed at the next start. */
const renewalTime = 30 * day;

/** Keys and certificates of a network: at the first start everybody is enrolled, later whoever's certificate ends soon. */
export class Material {
  readonly #folder: RunFolder;
  readonly #plans: readonly MspPlan[];
  readonly #now: Date;
  readonly #manifest: Manifest;

  private constructor(of: {
    readonly folder: RunFolder;
    readonly plans: readonly MspPlan[];
    readonly now: Date;
    readonly manifest: Manifest;
  }) {
    this.#folder = of.folder;
    this.#plans = of.plans;
    this.#now = of.now;
    this.#manifest = of.manifest;
  }

  /** See what is there; the registrars' secrets are there afterwards. Refuses material that was made for another topology. */
  static open(topology: Topology, folder: RunFolder, now: Date): Material {
    const plans = planMaterial(topology);
    const manifest = readManifest(folder) ?? beginManifest(topology, folder);
    if (manifest.topology !== digest(topology))
      throw unusable(folder, 'They were made for another network description.');
    for (const { msp } of plans) ensureSecret(folder.registrarSecret(msp));
    return new Material({ folder, plans, now, manifest });
  }

  /** Whether nothing has to be enrolled. */
  get isComplete(): boolean {
    const { validUntil } = this.#manifest;
    if (validUntil === undefined || new Date(validUntil) <= this.#renewBefore) return false;
    return filesOf(this.#plans).every((file) => existsSync(join(this.#folder.home, file)));
  }

  /** Enrol everybody who needs it; first the two ends of the chaincode links, after which `onLinks` is called.
   *  Safe to repeat after it was cut short anywhere. Answers how many certificates were issued. */
  async enrol(authorities: readonly AuthorityAddress[], onLinks: () => void): Promise<number> {
    const parts = { folder: this.#folder, now: this.#now, renewBefore: this.#renewBefore };
    this.#markIncomplete();
    const enrolling = new Enrolling({ ...parts, authorities });
    try {
      const all = this.#plans.flatMap(({ certificates }) => certificates);
      await enrolling.certify(all.filter(({ kind }) => kind === 'chaincode'));
      onLinks();
      await Promise.all([
        enrolling.certify(all.filter(({ kind }) => kind !== 'chaincode')),
        ...this.#plans.flatMap(({ msp, authorities: kinds }) =>
          kinds.map((kind) => enrolling.publish(msp, kind)),
        ),
      ]);
    } finally {
      enrolling.close();
    }
    await this.#complete(enrolling.validUntil);
    return enrolling.made;
  }

  get #renewBefore(): Date {
    return new Date(this.#now.getTime() + renewalTime);
  }

  /** What is written from now on counts only when all of it is there. */
  #markIncomplete(): void {
    const { validUntil, ...rest } = this.#manifest;
    if (validUntil !== undefined) writeManifest(this.#folder, rest);
  }

  async #complete(validUntil: Date): Promise<void> {
    const { home } = this.#folder;
    await syncFiles([
      ...filesOf(this.#plans).map((file) => join(home, file)),
      ...this.#plans.map(({ msp }) => this.#folder.registrarSecret(msp)),
    ]);
    const manifest = { ...this.#manifest, validUntil: validUntil.toISOString() };
    writeManifest(this.#folder, manifest);
  }
}

function readManifest(folder: RunFolder): Manifest | undefined {
  if (!existsSync(folder.manifest)) {
    // A start that was cut short at once may have left the empty folder.
    if (holdsFolders(folder.material)) throw unusable(folder, 'Their manifest is missing.');
    return undefined;
  }
  const manifest = manifestSchema.safeParse(JSON.parse(readFileSync(folder.manifest, 'utf8')));
  if (manifest.success) return manifest.data;
  throw unusable(folder, 'Their manifest has another form than this version writes.');
}

const holdsFolders = (folder: string): boolean =>
  existsSync(folder) && readdirSync(folder, { withFileTypes: true }).some((it) => it.isDirectory());

function beginManifest(topology: Topology, folder: RunFolder): Manifest {
  makePrivateDirectory(folder.home);
  const manifest: Manifest = { version: 2, topology: digest(topology) };
  writeManifest(folder, manifest);
  return manifest;
}

const writeManifest = ({ manifest: file }: RunFolder, manifest: Manifest): void =>
  writeFileAtomically(file, `${JSON.stringify(manifest, undefined, 2)}\n`);

function ensureSecret(file: string): void {
  if (!existsSync(file)) writeFileAtomically(file, `${newSecret()}\n`);
}

const unusable = (folder: RunFolder, why: string): OperatorError =>
  new OperatorError({
    what: `The keys and certificates in ${folder.material} cannot be used`,
    why,
    fix: `Start a new network with --home, or remove ${folder.home} and lose its ledger.`,
  });

/** What identities and channels are made from. Where a program lies is no part of it, and collections may change: they belong
 *  to a chaincode's definition. */
function digest({ organisations, orderers, channels }: Topology): string {
  const made = channels.map((channel) => ({ ...channel, collections: undefined }));
  return createHash('sha256')
    .update(JSON.stringify({ organisations, orderers, channels: made }))
    .digest('hex');
}
