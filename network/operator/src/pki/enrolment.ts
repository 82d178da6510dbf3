import { existsSync, readFileSync } from 'node:fs';
import type { Agent } from 'node:https';
import { dirname } from 'node:path';
import type { AuthorityAddress } from '../engine/engine.js';
import type { Enrolment } from '../membership/check-enrolment.js';
import type { KeyRequest } from '../membership/key-request.js';
import { keptConnections } from '../membership/kept-connections.js';
import { OperatorError } from '../operator-error.js';
import type { AuthorityKind, RunFolder } from '../run-folder.js';
import { Enroller } from './enroller.js';
import { findPair } from './inspect.js';
import type { Found } from './inspect.js';
import { EnrolmentSecrets } from './known-identities.js';
import type { CertificatePlan } from './plan.js';
import { syncAll, writePrivateFile } from './private-file.js';

export type EnrolmentParts = {
  readonly folder: RunFolder;
  readonly authorities: readonly AuthorityAddress[];
  /** Whoever's certificate ends before this gets another. */
  readonly renewBefore: Date;
  readonly now: Date;
  /** Keys that were made before, for those who have none. */
  readonly requests: ReadonlyMap<CertificatePlan, KeyRequest>;
};

/** A handshake costs more than waiting for one's turn. */
const mostConnections = 1;

/** Has everybody certified by their organisation's authorities: keys are made here, and only requests leave. */
export class Enrolling {
  readonly #parts: EnrolmentParts;
  readonly #agents = new Map<string, Agent>();
  readonly #enrollers = new Map<string, Enroller>();
  readonly #secrets = new Map<string, EnrolmentSecrets>();
  readonly #published = new Map<string, Promise<string>>();
  readonly #ends = new Map<CertificatePlan, Date>();
  /** Files and folders. */
  readonly #unsynced = new Set<string>();
  #made = 0;

  constructor(parts: EnrolmentParts) {
    this.#parts = parts;
  }

  /** How many certificates were issued, and when the first of all ends. */
  get made(): number {
    return this.#made;
  }

  get validUntil(): Date {
    return new Date(Math.min(...[...this.#ends.values()].map((end) => end.getTime())));
  }

  /** Certify whoever is without a certificate, or has one that ends soon. Safe to repeat after it was cut short anywhere. */
  async certify(plans: readonly CertificatePlan[]): Promise<void> {
    await Promise.all(plans.map((plan) => this.#certify(plan)));
  }

  /** Write the certificate of an authority where the network looks for it, unless it is there. Answers what is there. */
  publish(
    { msp, kind }: Pick<CertificatePlan, 'msp' | 'kind'>,
    chainPem?: string,
  ): Promise<string> {
    return remembered(this.#published, `${msp} ${kind}`, async () => {
      const { certificate } = this.#parts.folder.authority(msp, kind);
      if (existsSync(certificate)) {
        this.#found(certificate);
        return readFileSync(certificate, 'utf8');
      }
      const made = chainPem ?? (await this.#enroller(msp, kind).chainPem());
      await this.#write(certificate, made);
      return made;
    });
  }

  /** Resolves when all that was written or found so far will survive the machine's stop. */
  async settle(): Promise<void> {
    const unsynced = [...this.#unsynced];
    this.#unsynced.clear();
    await syncAll(unsynced);
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
  }

  async #certify(plan: CertificatePlan): Promise<void> {
    const { folder, renewBefore, now } = this.#parts;
    const files = plan.files(folder);
    // Where nothing is there yet, the authority's own certificate comes with that of the first that it certifies.
    const found = existsSync(files.certificate)
      ? findPair(files, await this.publish(plan))
      : undefined;
    if (found !== undefined && (found.notAfter > renewBefore || plan.isInChannels)) {
      if (found.notAfter <= now) throw bound(plan, `expired ${found.notAfter.toISOString()}`);
      this.#ends.set(plan, found.notAfter);
      this.#found(...Object.values(files));
      return;
    }
    if (plan.isInChannels && existsSync(folder.channels)) throw bound(plan, 'is missing');
    const made = await this.#ask(plan, found);
    if (made.chainPem !== (await this.publish(plan, made.chainPem))) throw replaced(plan);
    await Promise.all([
      this.#write(files.key, made.keyPem),
      this.#write(files.certificate, made.certificatePem),
    ]);
    this.#made += 1;
    this.#ends.set(plan, made.notAfter);
  }

  /** Its content is synced at once, while others are asked for. */
  async #write(file: string, content: string): Promise<void> {
    await writePrivateFile(file, content);
    this.#unsynced.add(dirname(file));
  }

  /** Whoever wrote them may have been killed before they were synced. */
  #found(...files: readonly string[]): void {
    for (const file of files) this.#unsynced.add(file).add(dirname(file));
  }

  #ask(plan: CertificatePlan, found: Found | undefined): Promise<Enrolment> {
    const { msp, kind, id } = plan;
    const enroller = this.#enroller(msp, kind);
    if (found !== undefined && found.notAfter > this.#parts.now) return enroller.renew(plan, found);
    const secrets = remembered(
      this.#secrets,
      msp,
      () => new EnrolmentSecrets(this.#parts.folder, msp),
    );
    const request = this.#parts.requests.get(plan);
    return enroller.enrol(plan, { secret: secrets.of(kind, id), request });
  }

  #enroller(msp: string, kind: AuthorityKind): Enroller {
    return remembered(this.#enrollers, `${msp} ${kind}`, () => {
      const address = this.#parts.authorities.find((it) => it.msp === msp);
      const caName = address?.names[kind];
      if (address === undefined || caName === undefined)
        throw new Error(`the network has no ${kind} authority of ${msp}`);
      const rootsPem = readFileSync(address.tlsCa, 'utf8');
      const kept = remembered(this.#agents, msp, () => keptConnections(rootsPem, mostConnections));
      return new Enroller({ url: address.url, rootsPem, kept, caName });
    });
  }
}

/** What is known under a key, made where it is asked for the first time. */
function remembered<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}

/** Nobody who knows the one before would know whom another authority certifies. */
const replaced = ({ msp, kind }: CertificatePlan): OperatorError =>
  new OperatorError({
    what: `The ${kind} authority of ${msp} is another one than before`,
    why: 'Its certificate differs from the one that the network was made with.',
    fix: 'Restore the authority’s folder, or start a new network with --home.',
  });

/** What the channels' configuration holds cannot be replaced by enrolling again. */
const bound = ({ msp, id }: CertificatePlan, what: string): OperatorError =>
  new OperatorError({
    what: `The certificate of ${id} (${msp}) ${what}`,
    why: 'The channels’ configuration holds it, and no other would be known there.',
    fix: 'Restore it, or start a new network with --home.',
  });
