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
import { Ordering } from './ordering/ordering.js';
import { Peer } from './peer.js';

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
  ) {}

  /** Open the ledgers and serve. Resolves when every peer's endpoint accepts calls. */
  static async start(
    config: DevnetConfig,
    ambient: Ambient,
    options: DevnetOptions = {},
  ): Promise<Devnet> {
    const warn = options.warn ?? (() => undefined);
    const timeouts = { ...defaultTimeouts, ...options.timeouts };
    const channels = await openChannels(config, ambient, warn);
    const peers = await Promise.all(
      config.peers.map((peer) => configuredPeer(peer, timeouts, warn)),
    );
    const devnet = new Devnet(channels, peers);
    try {
      const now = (): number => ambient.now();
      await Promise.all(peers.map((peer) => peer.listen(peers, channels, now)));
      return devnet;
    } catch (error) {
      await devnet.close();
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
  timeouts: ChaincodeTimeouts,
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
    address: endpoint,
    signer: pemSigner(msp, await text(certificate), await text(key)),
    tls: { certificate: await text(tls.certificate), key: await text(tls.key) },
    chaincodes: await Promise.all(targets),
    timeouts,
    warn: (message) => {
      warn(`${msp}: ${message}`);
    },
  });
}
