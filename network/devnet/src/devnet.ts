import type { Ambient } from './ambient.js';
import { defaultTimeouts, type ChaincodeTimeouts } from './chaincode/host.js';
import type { Channel } from './channel.js';
import type { DevnetConfig } from './config.js';
import { FolderLock } from '@argosy/ledger/folder-lock';
import { configuredPeer } from './configured-peer.js';
import { openChannels } from './open-channels.js';
import type { Peer } from './peer.js';

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
      await lock.release();
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
    await this.lock.release();
  }
}
