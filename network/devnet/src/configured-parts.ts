import { readFile } from 'node:fs/promises';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { pemSigner } from '@argosy/protocol/signer';
import type { FirstChannel } from './channel-registry.js';
import type { DevnetConfig } from './config.js';
import { httpOptions, tlsMaterial } from './configured-server.js';
import type { NetworkParts, OrdererParts, PeerParts } from './devnet-parts.js';
import type { TemplateValues } from './packages/template.js';

const text = (path: string): Promise<string> => readFile(path, 'utf8');

/** A network from its configuration: the files are read. */
export async function configuredParts(config: DevnetConfig): Promise<NetworkParts> {
  const [channels, peers, orderers] = await Promise.all([
    Promise.all(config.channels.map(firstChannel)),
    Promise.all(config.peers.map(configuredPeer)),
    Promise.all(config.consenters.map(configuredOrderer)),
  ]);
  const { verify, blockProduction: production, transientBlocks, control: own } = config;
  const control = own && { address: own.endpoint, tokenFile: own.tokenFile };
  return { channels, peers, orderers, production, transientBlocks, verify, control };
}

async function firstChannel({
  name,
  genesisBlock: path,
}: DevnetConfig['channels'][number]): Promise<FirstChannel> {
  const genesisBlock = await readFile(path);
  const { channelId } = ChannelBundle.fromBlock(genesisBlock);
  if (channelId !== name) throw new Error(`${path} is of channel ${channelId}, not of ${name}`);
  return { name, genesisBlock };
}

type PeerConfig = DevnetConfig['peers'][number];

async function configuredPeer(peer: PeerConfig): Promise<PeerParts> {
  const { msp, name, endpoint, certificate, key, authority, operations } = peer;
  return {
    name,
    address: endpoint,
    signer: pemSigner(msp, await text(certificate), await text(key)),
    tls: await tlsMaterial(peer),
    authority: authority && (await text(authority)),
    operations: operations && (await httpOptions(operations)),
    packageValues: await templateValues(peer),
  };
}

/** What the peer fills into packages; a file's content is read. */
async function templateValues({ packageValues = {} }: PeerConfig): Promise<TemplateValues> {
  const values = Object.entries(packageValues).map(async ([name, value]) => [
    name,
    typeof value === 'string' ? value : await text(value.file),
  ]);
  return Object.fromEntries(await Promise.all(values)) as TemplateValues;
}

async function configuredOrderer(
  consenter: DevnetConfig['consenters'][number],
): Promise<OrdererParts> {
  const { msp, id, certificate, key, endpoint, tls, clientAuthorities } = consenter;
  const { admin, operations } = consenter;
  const tlsCertificate = tls && (await text(tls.certificate));
  const signer = pemSigner(msp, await text(certificate), await text(key));
  const reached = endpoint !== undefined && tls !== undefined;
  return {
    node: { id, name: `${msp}:${id}`, address: endpoint, signer, tlsCertificate },
    grpc: reached
      ? { address: endpoint, tls: await tlsMaterial({ tls, clientAuthorities }) }
      : undefined,
    admin: admin && (await httpOptions(admin)),
    operations: operations && (await httpOptions(operations)),
  };
}
