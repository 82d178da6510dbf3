import type { Ca } from './ca.js';

/** The release of Fabric CA whose answers these are; whoever asks is told that it is no Fabric CA. */
export const caVersion = '1.5.21-argosy-development';

/** A CA's name, chain and version. */
export function describeCa({ name, chainPem }: Ca): Record<string, string> {
  return {
    CAName: name,
    CAChain: Buffer.from(chainPem).toString('base64'),
    // Identity Mixer is not offered.
    IssuerPublicKey: '',
    IssuerRevocationPublicKey: '',
    Version: caVersion,
  };
}
