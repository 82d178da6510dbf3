import { reasonOf } from '@argosy/protocol/reason';
import type { RoleDatabase } from '../database/database.js';
import type { Genesis } from '../indexer/chain.js';
import { Indexer } from '../indexer/indexer.js';
import { servedReadModel } from '../indexer/read-model-schemas.js';
import { ReadModel } from '../indexer/read-model.js';
import { Reads } from '../indexer/reads.js';
import { SharedEvents } from '../indexer/shared-events.js';
import type { LedgerPort } from '../ledger/port.js';
import { documentOf } from '../operations/answer.js';
import type { Checkpoint } from '../operations/checkpoints.js';
import { Driver } from '../operations/driver.js';
import { Outcomes } from '../operations/outcomes.js';
import { OperationStore } from '../operations/store.js';
import { SubmittedMarks } from '../operations/submitted-marks.js';
import type { ChannelWrites } from '../operations/write-path.js';
import { sleepUnless } from './pause.js';

/** A channel and the organisation's way to it. */
export interface ChannelPorts {
  readonly genesis: Genesis;
  readonly chaincode: string;
  readonly ledger: LedgerPort;
}

/** What the channels of one organisation share. */
export interface MemberPorts {
  readonly msp: string;
  readonly database: RoleDatabase;
  readonly checkpoint: Checkpoint;
  readonly now: () => Date;
  readonly random: () => number;
  readonly log: OrganisationLog;
  readonly outcomeLimitMilliseconds: number;
}

/** What the organisation reports; no tokens, no bodies. */
export interface OrganisationLog {
  warn(fields: object, message: string): void;
  info(fields: object, message: string): void;
}

/** One channel that an organisation is on: its peer there, the read model of its blocks, and what sends operations to it. */
export class MemberChannel implements ChannelWrites {
  readonly name: string;
  readonly ledger: LedgerPort;
  readonly reads: Reads;
  readonly events: SharedEvents;
  readonly indexer: Indexer;
  readonly store: OperationStore;
  readonly driver: Driver;
  readonly #outcomes = new Outcomes();
  readonly #marks: SubmittedMarks;
  readonly #listeners = new Set<() => void>();

  private constructor(
    private readonly ports: MemberPorts & ChannelPorts,
    readModel: RoleDatabase,
    private readonly stopping: AbortSignal,
  ) {
    const { genesis, ledger, now } = ports;
    this.name = genesis.channel;
    this.ledger = ledger;
    this.store = new OperationStore(readModel);
    this.reads = new Reads(readModel);
    this.events = new SharedEvents(this.reads, () => this.indexer.height);
    this.#marks = new SubmittedMarks(this.store, now, (error) => {
      this.#warn(error, 'a state could not be written');
    });
    this.driver = this.#makeDriver();
    this.indexer = this.#makeIndexer(readModel);
  }

  /** Prepare the read model's tables; nothing runs yet. */
  static async open(
    ports: MemberPorts & ChannelPorts,
    stopping: AbortSignal,
  ): Promise<MemberChannel> {
    const readModel = await servedReadModel(ports.database, ports.genesis.channel);
    return new MemberChannel(ports, readModel, stopping);
  }

  canFollow(): boolean {
    return this.indexer.refusal === undefined;
  }

  /** Call `listener` after each block that is in the read model. */
  onBlock(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async stop(): Promise<void> {
    this.#marks.stop();
    await this.indexer.stop();
    this.ledger.close();
  }

  #makeDriver(): Driver {
    const { ledger, checkpoint, now, random, outcomeLimitMilliseconds } = this.ports;
    return new Driver({
      ledger,
      store: this.store,
      outcomes: this.#outcomes,
      marks: this.#marks,
      checkpoint,
      now,
      random,
      versionOf: async ({ function: name, parts }) => {
        const kind = documentOf(name);
        return kind === undefined ? undefined : this.reads.version(kind, parts);
      },
      sleep: (milliseconds) => sleepUnless(this.stopping, milliseconds),
      stopping: this.stopping,
      outcomeLimitMilliseconds,
      onSubmitFailure: (operation, error) => {
        this.#warn(error, 'submission failed, outcome unknown', { operation });
      },
    });
  }

  #makeIndexer(readModel: RoleDatabase): Indexer {
    const { genesis, chaincode, ledger, now } = this.ports;
    return new Indexer({
      ledger,
      readModel: new ReadModel(readModel, genesis),
      genesis,
      chaincode,
      now,
      sleep: (milliseconds) => sleepUnless(this.stopping, milliseconds),
      onBlock: (_block, settled, at) => {
        this.#outcomes.settle(settled, at);
        for (const listener of this.#listeners) listener();
      },
      onTrouble: (error) => {
        this.#warn(error, 'the block stream ended');
      },
    });
  }

  #warn(error: unknown, message: string, fields: object = {}): void {
    const { msp, log } = this.ports;
    log.warn({ msp, channel: this.name, ...fields, reason: reasonOf(error) }, message);
  }
}
