import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SignatureChecks } from '@argosy/protocol/signature-checks';
import { pemSigner } from '@argosy/protocol/signer';
import { FileBlockStore } from '@argosy/ledger/file-block-store';
import { Ledger } from '@argosy/ledger/ledger';
import type { Ambient } from './ambient.js';
import { defaultTimeouts, type ChaincodeTimeouts } from './chaincode/host.js';
import { Channel } from './channel.js';
import type { DevnetConfig } from './config.js';
import { FolderLock } from './folder-lock.js';
import { Ordering } from './ordering/ordering.js';
import { Peer, type PeerOptions } from './peer.js';

export interface DevnetOptions {
  readonly timeouts?: Partial<ChaincodeTimeouts>;
  /** Told what an operator should know and nobody else is told. */
  readonly warn?: (text: string) => void;
}

/** A whole network in one process: the peers of several organisations and their ordering service. */
export class Devnet {
  private constructor(
    readonly channels: ReadonlyMap<string, Channel>,
    private readonly peers: readonly Peer[],
    private readonly lock: FolderLock,
  ) {}

  /** Open the ledgers and serve. Resolves when every peer's endpoint accepts calls. */
  static async start(
    config: DevnetConfig,
    ambient: Ambient,
    { timeouts = {}, warn = () => undefined }: DevnetOptions = {},
  ): Promise<Devnet> {
    const lock = await FolderLock.take(config.dataDir);
    try {
      const channels = await openChannels(config, ambient, warn);
      const shared = {
        channels,
        timeouts: { ...defaultTimeouts, ...timeouts },
        now: () => ambient.now(),
      };
      const peers = await Promise.all(
        config.peers.map((peer) => configuredPeer(peer, shared, warn)),
      );
      const devnet = new Devnet(channels, peers, lock);
      await devnet.listen();
      return devnet;
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  private async listen(): Promise<void> {
    try {
      await Promise.all(this.peers.map((peer) => peer.listen(this.peers)));
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  get endpoints(): readonly string[] {
    return this.peers.map(({ address }) => address);
  }

  /** Stop serving, commit what was accepted, close the ledgers. */
  async close(): Promise<void> {
    for (const peer of this.peers) peer.close();
    await Promise.all([...this.channels.values()].map((channel) => channel.close()));
    this.lock.release();
  }
}

type Warn = (text: string) => void;
const text = (path: string): Promise<string> => readFile(path, 'utf8');

async function openChannels(
  config: DevnetConfig,
  ambient: Ambient,
  warn: Warn,
): Promise<Map<string, Channel>> {
  const consenters = await Promise.all(config.consenters.map(configuredConsenter));
  const channels = new Map<string, Channel>();
  for (const { name, genesisBlock } of config.channels) {
    const checks = new SignatureChecks();
    const store = FileBlockStore.open(join(config.dataDir, 'ledgers', name));
    const ledger = await Ledger.open({ genesisBlock: await readFile(genesisBlock), store, checks });
    if (ledger.channelId !== name) {
      throw new Error(`${genesisBlock} is of channel ${ledger.channelId}, not of ${name}`);
    }
    const production = config.blockProduction;
    const ordering = new Ordering({ ledger, consenters, production, ambient, warn });
    channels.set(name, new Channel(ledger, ordering, checks));
  }
  return channels;
}

async function configuredConsenter(consenter: DevnetConfig['consenters'][number]) {
  const { msp, id, certificate, key } = consenter;
  const signer = pemSigner(msp, await text(certificate), await text(key));
  return { id, sign: (message: Uint8Array) => signer.sign(message) };
}

async function configuredPeer(
  { msp, endpoint, certificate, key, tls, chaincodes }: DevnetConfig['peers'][number],
  shared: Pick<PeerOptions, 'channels' | 'timeouts' | 'now'>,
  warn: Warn,
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
