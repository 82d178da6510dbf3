import { readFile } from 'node:fs/promises';
import type { Ambient } from './ambient.js';
import { parseIdentities } from './ca/configured-identities.js';
import { startDevelopmentCa } from './ca/development-ca.js';
import type { DevelopmentCa } from './ca/development-ca.js';
import type { AuthorityConfig } from './config.js';
import { loopback } from './loopback.js';

/** The certification authorities of every organisation, with the network's own clock and chance. */
export class Authorities {
  private constructor(private readonly all: readonly DevelopmentCa[]) {}

  /** Open or make each authority, and serve. Resolves when all of them answer. */
  static async start(
    configured: readonly AuthorityConfig[],
    ambient: Pick<Ambient, 'now' | 'randomBytes'>,
  ): Promise<Authorities> {
    const started = await Promise.allSettled(configured.map((one) => start(one, ambient)));
    const all = started.flatMap((it) => (it.status === 'fulfilled' ? [it.value] : []));
    const authorities = new Authorities(all);
    const failed = started.find((it) => it.status === 'rejected');
    if (failed === undefined) return authorities;
    await authorities.close();
    throw failed.reason;
  }

  /** Where they serve. */
  get urls(): readonly string[] {
    return this.all.map(({ url }) => url);
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((ca) => ca.close()));
  }
}

async function start(
  configured: AuthorityConfig,
  ambient: Pick<Ambient, 'now' | 'randomBytes'>,
): Promise<DevelopmentCa> {
  const { name, organisation, endpoint, folder, certifiesChaincode = false } = configured;
  const { id, secretFile } = configured.bootstrap;
  const { identitiesFile } = configured;
  const secret = (await readFile(secretFile, 'utf8')).trim();
  return startDevelopmentCa({
    name,
    organisation,
    bootstrap: { id, secret, isRandom: true },
    ...(identitiesFile === undefined
      ? {}
      : { identities: parseIdentities(await readFile(identitiesFile, 'utf8')) }),
    folder,
    port: Number(loopback(endpoint).port),
    tls: true,
    certifiesChaincode,
    surroundings: {
      now: () => ambient.now(),
      random: (bytes) => ambient.randomBytes(bytes),
    },
  });
}
