import { join } from 'node:path';
import { makeAuthority, openAuthority } from './authority.js';
import { assembleCa } from './ca.js';
import type { Ca } from './ca.js';
import { openFolderStore } from './folder-store.js';
import type { Changes } from './records.js';
import { Registry } from './registry.js';
import { hashRandomSecret, hashSecret } from './secrets.js';
import { defaultSettings } from './settings.js';
import type { Settings } from './settings.js';
import { memoryStore } from './store.js';
import type { Surroundings } from './surroundings.js';

export type Bootstrap = {
  readonly id: string;
  readonly secret: string;
  /** Whether the secret is as long and as random as one that nobody has to remember. */
  readonly isRandom?: boolean;
};

export type CaOptions = {
  readonly organisation: string;
  readonly bootstrap: Bootstrap;
  readonly folder?: string;
  readonly settings?: Partial<Settings>;
};

/** One CA of an organisation, with its root and its registry in a folder below the organisation's, or in memory. */
export async function openCa(
  { organisation, folder, bootstrap, settings: given }: CaOptions,
  { name, part }: { readonly name: string; readonly part: string },
  surroundings: Surroundings,
): Promise<Ca> {
  const authorityName = { commonName: name, organisation };
  const own = folder === undefined ? undefined : join(folder, part);
  const authority =
    own === undefined
      ? makeAuthority(authorityName, surroundings)
      : await openAuthority(own, authorityName, surroundings);
  const registry = new Registry(own === undefined ? memoryStore() : openFolderStore(own));
  const profiles = { ...defaultSettings.profiles, ...given?.profiles };
  const settings = { ...defaultSettings, ...given, profiles };
  registry.commit(firstChanges(registry, { bootstrap, settings, surroundings }));
  return assembleCa({ name, authority, registry, settings, surroundings });
}

type Beginning = {
  readonly bootstrap: Bootstrap;
  readonly settings: Settings;
  readonly surroundings: Surroundings;
};

/** What is configured is added where it is missing; what was changed since stays. */
function firstChanges(
  registry: Registry,
  { bootstrap, settings, surroundings }: Beginning,
): Changes {
  const affiliations = settings.affiliations.filter((it) => !registry.hasAffiliation(it));
  const changes = affiliations.map((name) => ({ kind: 'affiliation' as const, name }));
  if (registry.identity(bootstrap.id) !== undefined) return changes;
  const attributes = Object.entries(registrarAttributes).map(([name, value]) => ({
    name,
    value,
    ecert: false,
  }));
  const hash = bootstrap.isRandom === true ? hashRandomSecret : hashSecret;
  const registrar = {
    id: bootstrap.id,
    secretHash: hash(bootstrap.secret, surroundings.random),
    type: 'client',
    affiliation: '',
    attributes,
    maxEnrolments: settings.maxEnrolments,
    enrolments: 0,
    revoked: false,
    wrongSecrets: 0,
  };
  return [...changes, { kind: 'identity', record: registrar }];
}

/** What Fabric CA's own configuration gives its first identity. */
const registrarAttributes = {
  'hf.Registrar.Roles': '*',
  'hf.Registrar.DelegateRoles': '*',
  'hf.Revoker': 'true',
  'hf.IntermediateCA': 'true',
  'hf.GenCRL': 'true',
  'hf.Registrar.Attributes': '*',
  'hf.AffiliationMgr': 'true',
};
