import { join } from 'node:path';
import { makeAuthority, openAuthority } from './authority.js';
import { assembleCa } from './ca.js';
import type { Ca } from './ca.js';
import { identityOf } from './configured-identities.js';
import type { ConfiguredIdentity } from './configured-identities.js';
import { openFolderStore } from './folder-store.js';
import type { Changes, Identity } from './records.js';
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

type CaOfMany = {
  readonly name: string;
  readonly part: string;
  /** Whom it knows from the beginning, beside its first registrar. */
  readonly identities?: readonly ConfiguredIdentity[];
};

/** One CA of an organisation, with its root and its registry in a folder below the organisation's, or in memory. */
export async function openCa(
  { organisation, folder, bootstrap, settings: given }: CaOptions,
  { name, part, identities = [] }: CaOfMany,
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
  registry.commit(firstChanges(registry, { bootstrap, identities, settings, surroundings }));
  return assembleCa({ name, authority, registry, settings, surroundings });
}

type Beginning = {
  readonly bootstrap: Bootstrap;
  readonly identities: readonly ConfiguredIdentity[];
  readonly settings: Settings;
  readonly surroundings: Surroundings;
};

/** What is configured is added where it is missing; what was changed since stays. */
function firstChanges(registry: Registry, beginning: Beginning): Changes {
  const { bootstrap, identities, settings, surroundings } = beginning;
  const affiliations = settings.affiliations.filter((it) => !registry.hasAffiliation(it));
  const unknown = identities.filter(({ name }) => registry.identity(name) === undefined);
  const others = unknown.map((it) => identityOf(it, settings.maxEnrolments, surroundings.random));
  const isKnown = registry.identity(bootstrap.id) !== undefined;
  return [
    ...affiliations.map((name) => ({ kind: 'affiliation' as const, name })),
    ...[...(isKnown ? [] : [firstRegistrar(beginning)]), ...others].map((record) => ({
      kind: 'identity' as const,
      record,
    })),
  ];
}

function firstRegistrar({ bootstrap, settings, surroundings }: Beginning): Identity {
  const attributes = Object.entries(registrarAttributes).map(([name, value]) => ({
    name,
    value,
    ecert: false,
  }));
  const hash = bootstrap.isRandom === true ? hashRandomSecret : hashSecret;
  return {
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
