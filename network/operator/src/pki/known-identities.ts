import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { writeFileAtomically } from '../files.js';
import { OperatorError } from '../operator-error.js';
import type { AuthorityKind, RunFolder } from '../run-folder.js';
import type { CertificatePlan, MspPlan } from './plan.js';

/** The name of each authority's first registrar. */
export const registrarName = 'registrar';

/** As in fabric-ca-server's configuration, under `registry.identities`. */
type KnownIdentity = {
  readonly name: string;
  readonly pass: string;
  readonly type: string;
  readonly attrs: Readonly<Record<string, string>>;
};

const kept = z.record(
  z.string(),
  z.array(z.object({ name: z.string(), pass: z.string() }).readonly()).readonly(),
);

/** Make the secrets of an organisation: its first registrar's, and those of everybody whom its authorities know from the
 *  beginning. What is there stays. */
export function ensureSecrets(folder: RunFolder, { msp, certificates }: MspPlan): void {
  const [registrar, known] = [folder.registrarSecret(msp), folder.knownIdentities(msp)];
  if (!existsSync(registrar)) writeFileAtomically(registrar, `${newSecret()}\n`);
  if (existsSync(known)) return;
  const byKind = Map.groupBy(certificates, ({ kind }) => kind);
  const identities = [...byKind].map(([kind, plans]) => [kind, plans.map(identityOf)]);
  writeFileAtomically(known, `${JSON.stringify(Object.fromEntries(identities), undefined, 2)}\n`);
}

/** The secrets by which an organisation's people and nodes enrol. */
export class EnrolmentSecrets {
  readonly #file: string;
  readonly #kept: z.infer<typeof kept>;

  constructor(folder: RunFolder, msp: string) {
    this.#file = folder.knownIdentities(msp);
    this.#kept = kept.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
  }

  of(kind: AuthorityKind, id: string): string {
    const secret = this.#kept[kind]?.find(({ name }) => name === id)?.pass;
    if (secret !== undefined) return secret;
    throw new OperatorError({
      what: `${id} cannot be enrolled`,
      why: `${this.#file} has no secret of it for the ${kind} authority.`,
      fix: 'Restore the file, or start a new network with --home.',
    });
  }
}

const identityOf = ({ id, type, attributes }: CertificatePlan): KnownIdentity => ({
  name: id,
  pass: newSecret(),
  type,
  attrs: Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, `${value}:ecert`]),
  ),
});

/** A secret that nobody has to remember. */
const newSecret = (): string => randomBytes(24).toString('base64url');
