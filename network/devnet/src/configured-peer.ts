import { readFile } from 'node:fs/promises';
import { pemSigner } from '@argosy/protocol/signer';
import type { ChannelRegistry } from './channel-registry.js';
import type { DevnetConfig } from './config.js';
import { httpOptions, tlsMaterial } from './configured-server.js';
import { Peer, type PeerOptions } from './peer.js';

const text = (path: string): Promise<string> => readFile(path, 'utf8');

type PeerConfig = DevnetConfig['peers'][number];

/** What every peer of the process shares. */
export interface SharedParts extends Pick<PeerOptions, 'timeouts' | 'now'> {
  readonly registry: ChannelRegistry;
}

/** The name under which it is remembered what a peer has joined. */
export const peerId = ({ msp, name }: PeerConfig): string => `${msp}:${name}`;

/** A peer from its entry in the configuration: the files are read. */
export async function configuredPeer(
  peer: PeerConfig,
  { registry, timeouts, now }: SharedParts,
  warn: (text: string) => void,
): Promise<Peer> {
  const { msp, endpoint, certificate, key, chaincodes } = peer;
  const id = peerId(peer);
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
    timeouts,
    now,
    channels: registry.joinedBy(id),
    join: async (genesisBlock) => {
      await registry.joinPeer(id, genesisBlock);
    },
    operations: peer.operations && (await httpOptions(peer.operations)),
    address: endpoint,
    signer: pemSigner(msp, await text(certificate), await text(key)),
    tls: await tlsMaterial(peer),
    chaincodes: await Promise.all(targets),
    warn: (message) => {
      warn(`${msp}: ${message}`);
    },
  });
}
