import { systemAmbient } from '@argosy/devnet/ambient';
import type { Ambient } from '@argosy/devnet/ambient';
import { Authorities } from '@argosy/devnet/authorities';
import { authorityAddresses } from '../src/engine/addresses.js';
import { devnetConfig } from '../src/engine/devnet-config.js';
import type { ConfigPlan } from '../src/engine/devnet-config.js';
import { Material } from '../src/pki/material.js';

/** Enrol everybody of a network at authorities that serve only meanwhile. Answers how many certificates were issued. */
export async function enrolled(
  plan: ConfigPlan,
  ambient: Pick<Ambient, 'now' | 'randomBytes'> = systemAmbient,
): Promise<number> {
  const { topology, folder } = plan;
  const material = Material.open(topology, folder, new Date(ambient.now()));
  if (material.isComplete) return 0;
  material.makeKeys();
  const authorities = await Authorities.start(devnetConfig(plan).authorities ?? [], ambient);
  try {
    return await material.enrol(authorityAddresses(plan), {
      links: () => undefined,
      nodes: () => undefined,
    });
  } finally {
    await authorities.close();
  }
}
