import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { AuthorityAddress } from '../engine/engine.js';
import { makePrivateDirectory, writeFileAtomically } from '../files.js';
import { requestCertificate } from '../membership/key-request.js';
import type { KeyRequest } from '../membership/key-request.js';
import { OperatorError } from '../operator-error.js';
import type { RunFolder } from '../run-folder.js';
import type { Topology } from '../topology/schema.js';
import { Enrolling } from './enrolment.js';
import { ensureSecrets } from './known-identities.js';
import { filesOf, planMaterial } from './plan.js';
import type { CertificatePlan, MspPlan } from './plan.js';
import { syncAll } from './private-file.js';

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
  readonly #requests = new Map<CertificatePlan, KeyRequest>();

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

  /** See what is there; the secrets of everybody who enrols, and of registrars, are there afterwards. Refuses material that was
   *  made for another topology. */
  static open(topology: Topology, folder: RunFolder, now: Date): Material {
    const plans = planMaterial(topology);
    const manifest = readManifest(folder) ?? beginManifest(topology, folder);
    if (manifest.topology !== digest(topology))
      throw unusable(folder, 'They were made for another network description.');
    for (const plan of plans) ensureSecrets(folder, plan);
    return new Material({ folder, plans, now, manifest });
  }

  /** Whether nothing has to be enrolled. */
  get isComplete(): boolean {
    const { validUntil } = this.#manifest;
    if (validUntil === undefined || new Date(validUntil) <= this.#renewBefore) return false;
    return filesOf(this.#plans).every((file) => existsSync(join(this.#folder.home, file)));
  }

  /** Make the keys of everybody who has none, while the authorities are still starting. Nothing is written before they are certified. */
  makeKeys(): void {
    for (const plan of this.#certificates) {
      if (this.#requests.has(plan) || existsSync(plan.files(this.#folder).certificate)) continue;
      this.#requests.set(plan, requestCertificate(plan.id));
    }
  }

  get #secretFolders(): ReadonlySet<string> {
    return new Set(this.#plans.map(({ msp }) => dirname(this.#folder.knownIdentities(msp))));
  }

  get #certificates(): readonly CertificatePlan[] {
    return this.#plans.flatMap(({ certificates }) => certificates);
  }

  /** Enrol everybody who needs it, step by step: whoever waits for the certificates of a step does not wait for those after it.
   *  Safe to repeat after it was cut short anywhere. Answers how many certificates were issued. */
  async enrol(authorities: readonly AuthorityAddress[], after: AfterSteps): Promise<number> {
    const parts = { folder: this.#folder, now: this.#now, renewBefore: this.#renewBefore };
    this.#markIncomplete();
    const enrolling = new Enrolling({ ...parts, authorities, requests: this.#requests });
    const { links = [], nodes = [], others = [] } = Object.groupBy(this.#certificates, stepOf);
    const authorityKinds = this.#plans.flatMap(({ msp, authorities: kinds }) =>
      kinds.map((kind) => ({ msp, kind })),
    );
    try {
      await enrolling.certify(links);
      after.links();
      await enrolling.certify(nodes);
      await Promise.all(authorityKinds.map((it) => enrolling.publish(it)));
      // The channels' configuration will hold them: they have to be as durable.
      await enrolling.settle();
      after.nodes();
      await enrolling.certify(others);
      await enrolling.settle();
    } finally {
      enrolling.close();
    }
    await syncAll(this.#secretFolders);
    this.#complete(enrolling.validUntil);
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

  #complete(validUntil: Date): void {
    const manifest = { ...this.#manifest, validUntil: validUntil.toISOString() };
    writeManifest(this.#folder, manifest);
  }
}

/** What is called when the certificates are there with which the two ends of the chaincode links, and then peers, orderers and
 *  their administrators, can begin. */
export type AfterSteps = { readonly links: () => void; readonly nodes: () => void };

/** In which step somebody is enrolled: the chaincode takes longest to start, and nobody waits for people. */
const stepOf = ({ kind, type }: CertificatePlan): 'links' | 'nodes' | 'others' => {
  if (kind === 'chaincode') return 'links';
  return type === 'client' ? 'others' : 'nodes';
};

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
