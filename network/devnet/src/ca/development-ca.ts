import { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { openAuthority, makeAuthority, pemOf } from './authority.js';
import { assembleCa } from './ca.js';
import type { Ca } from './ca.js';
import { openFolderStore } from './folder-store.js';
import { algorithm, issue } from './issue.js';
import type { Authority } from './issue.js';
import type { Changes } from './records.js';
import { Registry } from './registry.js';
import { hashSecret } from './secrets.js';
import { serveCa } from './server.js';
import type { ServerOptions } from './server.js';
import { CaService } from './service.js';
import { defaultProfile, defaultSettings } from './settings.js';
import type { Profile, Settings } from './settings.js';
import { memoryStore } from './store.js';
import { realSurroundings } from './surroundings.js';
import type { Surroundings } from './surroundings.js';

export type DevelopmentCaOptions = {
  /** The name that requests may use; the TLS CA beside it is `tls.<name>`. */
  readonly name: string;
  readonly organisation: string;
  /** The registrar that is there from the start, with every right. */
  readonly bootstrap: { readonly id: string; readonly secret: string };
  /** Where keys and registry are kept; without it they end with the process. */
  readonly folder?: string;
  readonly port?: number;
  /** Whether it speaks TLS, with a certificate of its own TLS CA. */
  readonly tls: boolean;
  readonly settings?: Partial<Settings>;
  readonly surroundings?: Partial<Surroundings>;
};

export type DevelopmentCa = {
  readonly url: string;
  readonly name: string;
  readonly tlsName: string;
  /** The roots of enrolment and of TLS, in PEM. */
  readonly chainPem: string;
  readonly tlsChainPem: string;
  close(): Promise<void>;
};

/** Start the development CA of one organisation on this machine: an enrolment CA, and a TLS CA beside it. */
export async function startDevelopmentCa(options: DevelopmentCaOptions): Promise<DevelopmentCa> {
  const surroundings = { ...realSurroundings, ...options.surroundings };
  const tlsName = `tls.${options.name}`;
  const enrolment = await openCa(options, { name: options.name, part: 'enrolment' }, surroundings);
  const tls = await openCa(options, { name: tlsName, part: 'tls' }, surroundings);
  const serverOptions: ServerOptions = {
    port: options.port ?? 0,
    ...(options.tls ? { tls: await certifyListener(tls) } : {}),
  };
  const server = await serveCa(new CaService(enrolment, tls), serverOptions);
  return {
    url: server.url,
    name: enrolment.name,
    tlsName,
    chainPem: enrolment.chainPem,
    tlsChainPem: tls.chainPem,
    close: async () => {
      await server.close();
      enrolment.registry.close();
      tls.registry.close();
    },
  };
}

type Which = { readonly name: string; readonly part: 'enrolment' | 'tls' };

async function openCa(
  { organisation, folder, bootstrap, settings: given }: DevelopmentCaOptions,
  { name, part }: Which,
  surroundings: Surroundings,
): Promise<Ca> {
  const authorityName = { commonName: name, organisation };
  const own = folder === undefined ? undefined : join(folder, part);
  const authority: Authority =
    own === undefined
      ? await makeAuthority(authorityName, surroundings)
      : await openAuthority(own, authorityName, surroundings);
  const registry = new Registry(own === undefined ? memoryStore() : openFolderStore(own));
  const profiles = { ...defaultSettings.profiles, ...given?.profiles };
  const settings = { ...defaultSettings, ...given, profiles };
  registry.commit(firstChanges(registry, { bootstrap, settings, surroundings }));
  return assembleCa({ name, authority, registry, settings, surroundings });
}

type Beginning = {
  readonly bootstrap: DevelopmentCaOptions['bootstrap'];
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
  const registrar = {
    id: bootstrap.id,
    secretHash: hashSecret(bootstrap.secret, surroundings.random),
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

async function certifyListener({ authority, surroundings, settings }: Ca): Promise<ServerTls> {
  const usages = ['sign', 'verify'] as const;
  const keys = await surroundings.crypto.subtle.generateKey(algorithm, true, usages);
  const certificate = await issue(
    authority,
    {
      subject: { commonName: 'localhost' },
      publicKey: keys.publicKey,
      profile: tlsProfile(settings),
      notBefore: authority.certificate.notBefore,
      notAfter: authority.certificate.notAfter,
      names: [
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ],
    },
    surroundings,
  );
  const keyPem = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' });
  return { certificatePem: pemOf(certificate), keyPem: keyPem.toString() };
}

type ServerTls = NonNullable<ServerOptions['tls']>;

function tlsProfile({ profiles }: Settings): Profile {
  const profile = profiles['tls'] ?? profiles[defaultProfile];
  if (profile === undefined) throw new Error('The CA has no profile for TLS.');
  return profile;
}
