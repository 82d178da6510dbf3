import type { Served, Transport } from './transport/transport.js';

/** One of a node's servers: its address, and how it is opened. */
export interface NodeServer {
  readonly address: string;
  readonly serve: () => Promise<Served>;
}

/** How a node is stopped: at once, as if its machine had failed, or when its open calls have ended, but after that time at the latest. */
export type StopManner = 'at once' | { readonly drainMilliseconds: number };

export type NodeState = 'stopped' | 'starting' | 'serves' | 'stopping';

/** What was asked of a node cannot be, as it is now. */
export class NodeRefused extends Error {
  override readonly name = 'NodeRefused';
}

/** The servers of a node, which are started and stopped together. While they are stopped their addresses are kept for them. */
export class NodeServers {
  private current: NodeState = 'stopped';
  private open: Served[] = [];
  private kept: Pick<Served, 'close'>[] = [];

  constructor(
    private readonly name: string,
    private readonly transport: Pick<Transport, 'reserve'>,
    private readonly servers: readonly NodeServer[],
  ) {}

  get state(): NodeState {
    return this.current;
  }

  /** Serve. Refuses: a node that is not stopped; addresses that cannot be had. */
  async start(): Promise<void> {
    this.change('stopped', 'starting');
    this.giveUpAddresses();
    try {
      await Promise.all(
        this.servers.map(async ({ serve }) => {
          this.open.push(await serve());
        }),
      );
      this.current = 'serves';
    } catch (error) {
      this.closeServers();
      this.current = 'stopped';
      throw error;
    }
  }

  /** Stop serving, but keep the addresses; then let go of what calls needed. Refuses a node that does not serve. */
  async stop(manner: StopManner, letGo: () => void): Promise<void> {
    this.change('serves', 'stopping');
    try {
      if (manner !== 'at once')
        await Promise.all(this.open.map((server) => server.drain(manner.drainMilliseconds)));
    } finally {
      this.closeServers();
      letGo();
      this.current = 'stopped';
    }
    const kept = this.servers.map(async ({ address }) => {
      this.kept.push(await this.transport.reserve(address));
    });
    await Promise.all(kept);
  }

  /** The end. */
  close(): void {
    this.closeServers();
    this.giveUpAddresses();
  }

  private change(from: NodeState, to: NodeState): void {
    if (this.current !== from) throw new NodeRefused(`${this.name} ${words[this.current]}`);
    this.current = to;
  }

  private closeServers(): void {
    for (const server of this.open) server.close();
    this.open = [];
  }

  private giveUpAddresses(): void {
    for (const address of this.kept) address.close();
    this.kept = [];
  }
}

const words: Readonly<Record<NodeState, string>> = {
  stopped: 'is stopped already',
  starting: 'is being started',
  serves: 'serves already',
  stopping: 'is being stopped',
};
