import { existsSync, readFileSync } from 'node:fs';
import type { Agent } from 'node:https';
import type { AuthorityAddress } from '../engine/engine.js';
import { keptConnections } from '../membership/kept-connections.js';
import { OperatorError } from '../operator-error.js';
import type { AuthorityKind, RunFolder } from '../run-folder.js';
import { findPair } from './inspect.js';
import type { CertificatePlan } from './plan.js';
import { writePrivateFile } from './private-file.js';
import { Registrar } from './registrar.js';

export type EnrolmentParts = {
  readonly folder: RunFolder;
  readonly authorities: readonly AuthorityAddress[];
  /** Whoever's certificate ends before this gets another. */
  readonly renewBefore: Date;
  readonly now: Date;
};

/** A handshake costs more than waiting for one's turn. */
const mostConnections = 1;

/** Has everybody certified by their organisation's authorities: keys are made here, and only requests leave. */
export class Enrolling {
  readonly #parts: EnrolmentParts;
  readonly #agents = new Map<string, Agent>();
  readonly #registrars = new Map<string, Promise<Registrar>>();
  readonly #published = new Map<string, Promise<string>>();
  readonly #ends = new Map<CertificatePlan, Date>();
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

  /** Write the certificate of an authority where the network looks for it. */
  publish(msp: string, kind: AuthorityKind): Promise<string> {
    const key = `${msp} ${kind}`;
    const known = this.#published.get(key);
    if (known !== undefined) return known;
    const publishing = this.#publish(msp, kind);
    this.#published.set(key, publishing);
    return publishing;
  }

  async #publish(msp: string, kind: AuthorityKind): Promise<string> {
    const { certificate } = this.#parts.folder.authority(msp, kind);
    if (existsSync(certificate)) return readFileSync(certificate, 'utf8');
    const { chainPem } = await this.#registrar(msp, kind);
    await writePrivateFile(certificate, chainPem);
    return chainPem;
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
  }

  async #certify(plan: CertificatePlan): Promise<void> {
    const { folder, renewBefore, now } = this.#parts;
    const authorityPem = await this.publish(plan.msp, plan.kind);
    const files = plan.files(folder);
    const found = findPair(files, authorityPem);
    if (found !== undefined && (found.notAfter > renewBefore || plan.isInChannels)) {
      if (found.notAfter <= now) throw bound(plan, `expired ${found.notAfter.toISOString()}`);
      this.#ends.set(plan, found.notAfter);
      return;
    }
    if (plan.isInChannels && existsSync(folder.channels)) throw bound(plan, 'is missing');
    const registrar = await this.#registrar(plan.msp, plan.kind);
    const isValid = found !== undefined && found.notAfter > now;
    const made = await (isValid ? registrar.renew(plan, found) : registrar.enrol(plan));
    if (made.chainPem !== authorityPem) throw replaced(plan);
    await Promise.all([
      writePrivateFile(files.key, made.keyPem),
      writePrivateFile(files.certificate, made.certificatePem),
    ]);
    this.#made += 1;
    this.#ends.set(plan, made.notAfter);
  }

  #registrar(msp: string, kind: AuthorityKind): Promise<Registrar> {
    const key = `${msp} ${kind}`;
    const known = this.#registrars.get(key);
    if (known !== undefined) return known;
    const signingOn = this.#signOn(msp, kind);
    this.#registrars.set(key, signingOn);
    return signingOn;
  }

  async #signOn(msp: string, kind: AuthorityKind): Promise<Registrar> {
    const { authorities, folder } = this.#parts;
    const address = authorities.find((it) => it.msp === msp);
    const caName = address?.names[kind];
    if (address === undefined || caName === undefined)
      throw new Error(`the network has no ${kind} authority of ${msp}`);
    const rootsPem = readFileSync(address.tlsCa, 'utf8');
    const kept = this.#agents.get(msp) ?? keptConnections(rootsPem, mostConnections);
    this.#agents.set(msp, kept);
    const secret = readFileSync(folder.registrarSecret(msp), 'utf8').trim();
    return Registrar.signOn({ url: address.url, rootsPem, kept, caName }, secret);
  }
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
