import { reasonOf } from '@argosy/protocol/reason';
import type { RoleDatabase } from '../database/database.js';
import type { Genesis } from '../indexer/chain.js';
import { digestOf, type ReadModelDigest } from '../indexer/digest.js';
import { Indexer } from '../indexer/indexer.js';
import { servedReadModel } from '../indexer/read-model-schemas.js';
import { rebuildReadModel } from '../indexer/rebuild.js';
import { ReadModel } from '../indexer/read-model.js';
import { Reads } from '../indexer/reads.js';
import { ServedSchema } from '../indexer/served-schema.js';
import { SharedEvents } from '../indexer/shared-events.js';
import type { LedgerPort } from '../ledger/port.js';
import { documentOf } from '../operations/answer.js';
import type { Checkpoint } from '../operations/checkpoints.js';
import { Driver } from '../operations/driver.js';
import { Outcomes } from '../operations/outcomes.js';
import type { Outcome } from '../operations/settlement.js';
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
  #rebuilding: Promise<bigint> | undefined;

  private constructor(
    private readonly ports: MemberPorts & ChannelPorts,
    private readonly served: ServedSchema,
    private readonly stopping: AbortSignal,
  ) {
    const { genesis, ledger, now } = ports;
    this.name = genesis.channel;
    this.ledger = ledger;
    this.store = new OperationStore(served);
    this.reads = new Reads(served);
    this.events = new SharedEvents(this.reads, () => this.indexer.height);
    this.#marks = new SubmittedMarks(this.store, now, (error) => {
      this.#warn(error, 'a state could not be written');
    });
    this.driver = this.#makeDriver();
    this.indexer = this.#makeIndexer(served, (settled, at) => {
      this.#outcomes.settle(settled, at);
      for (const listener of this.#listeners) listener();
    });
  }

  /** Prepare the read model's tables; nothing runs yet. */
  static async open(
    ports: MemberPorts & ChannelPorts,
    stopping: AbortSignal,
  ): Promise<MemberChannel> {
    const readModel = await servedReadModel(ports.database, ports.genesis.channel);
    return new MemberChannel(ports, new ServedSchema(readModel), stopping);
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

  /** Build the read model again from block 0, beside the one that is served until then. Answers the number of blocks.
   *  Refuses: while it is being built already; see rebuildReadModel. */
  async rebuild(): Promise<bigint> {
    if (this.#rebuilding !== undefined) {
      throw new Error(`The read model of ${this.name} is being built again already.`);
    }
    this.#rebuilding = rebuildReadModel({
      channel: this.name,
      organisation: this.ports.database,
      ledger: this.ledger,
      served: this.served,
      indexer: this.indexer,
      indexerOf: (readModel) => this.#makeIndexer(readModel, () => undefined),
      stopping: this.stopping,
    });
    try {
      return await this.#rebuilding;
    } finally {
      this.#rebuilding = undefined;
    }
  }

  /** What stands in the read model, as one number. */
  digest(): Promise<ReadModelDigest> {
    return digestOf(this.served);
  }

  /** Requires: the signal to stop was given. */
  async stop(): Promise<void> {
    this.#marks.stop();
    await this.#rebuilding?.catch(() => undefined);
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

  #makeIndexer(
    readModel: RoleDatabase,
    onBlock: (outcomes: readonly Outcome[], at: string) => void,
  ): Indexer {
    const { genesis, chaincode, ledger, checkpoint, now } = this.ports;
    return new Indexer({
      ledger,
      readModel: new ReadModel(readModel, genesis),
      genesis,
      chaincode,
      checkpoint,
      now,
      sleep: (milliseconds, stopping) => sleepUnless(stopping, milliseconds),
      onBlock: (_block, settled, at) => {
        onBlock(settled, at);
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
