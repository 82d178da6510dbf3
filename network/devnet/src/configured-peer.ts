import { readFile } from 'node:fs/promises';
import { pemSigner } from '@argosy/protocol/signer';
import type { DevnetConfig } from './config.js';
import { Peer, type PeerOptions } from './peer.js';

const text = (path: string): Promise<string> => readFile(path, 'utf8');

/** A peer from its entry in the configuration: the files are read. */
export async function configuredPeer(
  { msp, endpoint, certificate, key, tls, chaincodes }: DevnetConfig['peers'][number],
  shared: Pick<PeerOptions, 'channels' | 'timeouts' | 'now'>,
  warn: (text: string) => void,
): Promise<Peer> {
  const targets = chaincodes.map(async ({ packageId, address, tls: files }) => ({
    packageId,
    address,
    tls: {
      ca: await text(files.ca),
      certificate: await text(files.certificate),
      key: await text(files.key),
    },
  }));
  return new Peer({
    ...shared,
    address: endpoint,
    signer: pemSigner(msp, await text(certificate), await text(key)),
    tls: { certificate: await text(tls.certificate), key: await text(tls.key) },
    chaincodes: await Promise.all(targets),
    warn: (message) => {
      warn(`${msp}: ${message}`);
    },
  });
}
