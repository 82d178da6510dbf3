import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pemSigner } from '@argosy/protocol/signer';
import type { Ambient } from './ambient.js';
import type { ChannelRegistry } from './channel-registry.js';
import type { DevnetConfig } from './config.js';
import { httpOptions, tlsMaterial } from './configured-server.js';
import type { ChaincodeTimeouts } from './chaincode/host.js';
import { LocalMsp } from './local-msp.js';
import { InstalledPackages } from './packages/installed-packages.js';
import { PackageStore } from './packages/package-store.js';
import type { TemplateValues } from './packages/template.js';
import { ownMembership } from './own-membership.js';
import { Peer, type PeerOptions } from './peer.js';

const text = (path: string): Promise<string> => readFile(path, 'utf8');

type PeerConfig = DevnetConfig['peers'][number];

/** What every peer of the process shares. */
export interface SharedParts {
  readonly ambient: Ambient;
  readonly registry: ChannelRegistry;
  readonly timeouts: ChaincodeTimeouts;
  readonly dataDir: string;
}

/** The name under which it is remembered what a peer has joined. */
export const peerId = ({ msp, name }: PeerConfig): string => `${msp}:${name}`;

/** A peer from its entry in the configuration: the files are read. */
export async function configuredPeer(
  peer: PeerConfig,
  { registry, timeouts, ambient, dataDir }: SharedParts,
  warn: (text: string) => void,
): Promise<Peer> {
  const { msp, endpoint, certificate, key } = peer;
  const id = peerId(peer);
  const warnOfPeer = (message: string): void => {
    warn(`${msp}: ${message}`);
  };
  const packages = await InstalledPackages.open({
    store: await PackageStore.open(join(dataDir, 'packages', encodeURIComponent(id))),
    templateValues: await templateValues(peer),
    timeouts,
    ambient,
    warn: warnOfPeer,
  });
  return new Peer({
    now: () => ambient.now(),
    packages,
    localMsp: await localMsp(peer, registry),
    channels: registry.joinedBy(id),
    join: (genesisBlock) => registry.joinPeer(id, genesisBlock),
    operations: peer.operations && (await httpOptions(peer.operations)),
    address: endpoint,
    signer: pemSigner(msp, await text(certificate), await text(key)),
    tls: await tlsMaterial(peer),
    warn: warnOfPeer,
  });
}

/** What the configuration says of the peer's organisation comes before what channels say. */
async function localMsp(
  { msp, authority }: PeerConfig,
  { all }: ChannelRegistry,
): Promise<LocalMsp> {
  const own = authority === undefined ? [] : [ownMembership(msp, await text(authority))];
  return new LocalMsp(msp, () => [...own, ...[...all.values()].map(({ bundle }) => bundle)]);
}

/** What the peer fills into packages; a file's content is read. */
async function templateValues({ packageValues = {} }: PeerConfig): Promise<TemplateValues> {
  const values = Object.entries(packageValues).map(async ([name, value]) => [
    name,
    typeof value === 'string' ? value : await text(value.file),
  ]);
  return Object.fromEntries(await Promise.all(values)) as TemplateValues;
}
