import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RoleDatabase } from '../database/database.js';
import type { Organisation } from '../organisation/organisation.js';
import type { Actor } from './actors.js';
import { OrganisationAccess } from './organisation-access.js';
import { originOf } from './origin.js';
import { OutsideIssuer } from './outside-issuer.js';
import { SandboxIssuer } from './sandbox/sandbox-issuer.js';
import { Sessions } from './sessions.js';
import type { AccessSettings } from './settings.js';

export interface AccessOpening {
  readonly settings: AccessSettings;
  readonly organisation: Organisation;
  /** A schema for the sessions, opened when somebody first signs in. */
  readonly database: () => Promise<RoleDatabase>;
  /** Where the keys of a sandbox's issuer are kept. */
  readonly keyFolder: string;
  readonly now: () => Date;
  readonly onFailure: (error: unknown) => void;
}

/** Who is let in at one organisation, as configured. Nothing is asked of an issuer yet. */
export async function openAccess(opening: AccessOpening): Promise<OrganisationAccess> {
  const { settings, organisation, database, now } = opening;
  const origin = originOf(settings.origin);
  const actors = actorsOf(settings);
  const sessions = new Sessions(database, now);
  const common = { organisation, origin, actors, sessions, now };
  if (settings.issuer.kind === 'outside') {
    const { url, algorithms, clientId, clientSecretFile } = settings.issuer;
    const clientSecret = (await readFile(clientSecretFile, 'utf8')).trim();
    const issuer = new OutsideIssuer({ url, algorithms, clientId, clientSecret });
    return new OrganisationAccess({ ...common, issuer });
  }
  const sandboxIssuer = sandboxIssuerOf(opening, actors);
  return new OrganisationAccess({ ...common, issuer: sandboxIssuer, sandboxIssuer });
}

function actorsOf({ people, systems }: AccessSettings): readonly Actor[] {
  const as =
    (kind: Actor['kind']) =>
    ({ id, name, role }: AccessSettings['people'][number]): Actor => ({ kind, id, name, role });
  return [...people.map(as('person')), ...systems.map(as('system'))];
}

function sandboxIssuerOf(
  { settings, organisation, keyFolder, now, onFailure }: AccessOpening,
  actors: readonly Actor[],
): SandboxIssuer {
  const secretHashes = settings.systems.flatMap(({ id, secretHash }) =>
    secretHash === undefined ? [] : [[id, secretHash] as const],
  );
  return new SandboxIssuer({
    origin: originOf(settings.origin),
    name: organisation.name.toLowerCase(),
    people: actors.filter(({ kind }) => kind === 'person'),
    secretHashes: new Map(secretHashes),
    keyFile: join(keyFolder, `${organisation.msp}.json`),
    now,
    onFailure,
  });
}
