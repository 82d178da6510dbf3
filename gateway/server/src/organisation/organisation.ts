import { reasonOf } from '@argosy/protocol/reason';
import { migrate, organisationMigrations } from '../database/migrations.js';
import { OperationStore } from '../operations/store.js';
import { WritePath } from '../operations/write-path.js';
import { MemberChannel, type ChannelPorts, type MemberPorts } from './member-channel.js';
import { sleepUnless } from './pause.js';

export interface OrganisationPorts extends MemberPorts {
  readonly name: string;
  /** The channels that it is on. */
  readonly channels: readonly ChannelPorts[];
  readonly maximumInFlight: number;
  readonly maximumUnknown: number;
}

const recoveryPauseMilliseconds = 250;

/** One member that the gateway serves: its own tables, operations, and on each of its channels its own ledger connection and read
 *  model. Nothing is shared with another member but the process. */
export class Organisation {
  readonly msp: string;
  readonly name: string;
  /** By name. */
  readonly channels: ReadonlyMap<string, MemberChannel>;
  readonly store: OperationStore;
  readonly writes: WritePath;
  #recovery: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly ports: OrganisationPorts,
    channels: readonly MemberChannel[],
    private readonly stopping: AbortController,
  ) {
    const { msp, name, database } = ports;
    this.msp = msp;
    this.name = name;
    this.channels = new Map(channels.map((channel) => [channel.name, channel]));
    this.store = new OperationStore(database);
    this.writes = this.#writePath();
  }

  /** Prepare the tables; nothing runs yet. */
  static async open(ports: OrganisationPorts): Promise<Organisation> {
    await migrate(ports.database, organisationMigrations);
    const stopping = new AbortController();
    const channels: MemberChannel[] = [];
    for (const channel of ports.channels) {
      channels.push(await MemberChannel.open({ ...ports, ...channel }, stopping.signal));
    }
    return new Organisation(ports, channels, stopping);
  }

  /** Follow the channels, and bring what an earlier process left unfinished to its end.
   *  Refuses: a read model of another ledger. */
  async start(): Promise<void> {
    const channels = [...this.channels.values()];
    for (const { indexer } of channels) await indexer.start();
    this.#recovery = Promise.all(channels.map((channel) => this.#recover(channel)));
  }

  /** Take up what was left unfinished while the database was away. */
  resume(): void {
    const channels = [...this.channels.values()];
    this.#recovery = Promise.all([
      this.#recovery,
      ...channels.map((channel) => this.#recover(channel)),
    ]);
  }

  /** Build the read models of all channels again, one after the other, while they are served; the log tells how it went. */
  async rebuild(): Promise<void> {
    const { msp } = this;
    const { log } = this.ports;
    for (const [channel, one] of this.channels) {
      const since = performance.now();
      try {
        const blocks = Number(await one.rebuild());
        const { digest } = await one.digest();
        const milliseconds = Math.round(performance.now() - since);
        log.info({ msp, channel, blocks, milliseconds, digest }, 'the read model is built again');
      } catch (error) {
        const reason = reasonOf(error);
        log.warn({ msp, channel, reason }, 'the read model stays, and is not built again');
      }
    }
  }

  /** Resolves once everything that was left unfinished has been taken up. */
  get recovered(): Promise<unknown> {
    return this.#recovery;
  }

  /** Let what is in flight end for a moment, then stop; the rest is taken up at the next start. */
  async stop(drainMilliseconds: number): Promise<void> {
    const limit = setTimeout(() => {
      this.stopping.abort();
    }, drainMilliseconds);
    await this.writes.drained();
    clearTimeout(limit);
    this.stopping.abort();
    await this.#recovery;
    await Promise.all([...this.channels.values()].map((channel) => channel.stop()));
  }

  // What is on the ledger already need not be sent again, so the read model catches up first. Sending again
  // would be safe, but would leave a duplicate in a block.
  async #recover({ name: channel, ledger, indexer }: MemberChannel): Promise<void> {
    const { msp } = this;
    const { log } = this.ports;
    try {
      while (!this.stopping.signal.aborted) {
        const height = await ledger.height().catch(() => undefined);
        if (height !== undefined && (await indexer.reached(height, recoveryPauseMilliseconds))) {
          const unfinished = await this.writes.recover(channel);
          if (unfinished > 0) log.info({ msp, channel, unfinished }, 'operations taken up again');
          return;
        }
        await sleepUnless(this.stopping.signal, recoveryPauseMilliseconds);
      }
    } catch (error) {
      log.warn({ msp, channel, reason: reasonOf(error) }, 'operations were not taken up again');
    }
  }

  #writePath(): WritePath {
    const { msp, checkpoint, now, log, maximumInFlight, maximumUnknown } = this.ports;
    return new WritePath({
      msp,
      channels: this.channels,
      checkpoint,
      now,
      maximumInFlight,
      maximumUnknown,
      onFailure: (operation, error) => {
        log.warn({ msp, operation, reason: reasonOf(error) }, 'an operation was left unfinished');
      },
    });
  }
}
