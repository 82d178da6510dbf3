import { reasonOf } from '@argosy/protocol/reason';
import type { Person } from '../access/people.js';
import type { RoleDatabase } from '../database/database.js';
import { migrate, organisationMigrations } from '../database/migrations.js';
import { installRoutines } from '../database/routines.js';
import type { Genesis } from '../indexer/chain.js';
import { Indexer } from '../indexer/indexer.js';
import { ReadModel } from '../indexer/read-model.js';
import { Reads } from '../indexer/reads.js';
import { SharedEvents } from '../indexer/shared-events.js';
import type { LedgerPort } from '../ledger/port.js';
import type { Checkpoint } from '../operations/checkpoints.js';
import { Driver } from '../operations/driver.js';
import { Outcomes } from '../operations/outcomes.js';
import { OperationStore } from '../operations/store.js';
import { SubmittedMarks } from '../operations/submitted-marks.js';
import { WritePath } from '../operations/write-path.js';
import { sleepUnless } from './pause.js';

export interface OrganisationPorts {
  readonly msp: string;
  readonly name: string;
  readonly people: readonly Person[];
  readonly genesis: Genesis;
  readonly chaincode: string;
  readonly database: RoleDatabase;
  readonly ledger: LedgerPort;
  readonly checkpoint: Checkpoint;
  readonly now: () => Date;
  readonly random: () => number;
  readonly log: OrganisationLog;
  readonly maximumInFlight: number;
  readonly maximumUnknown: number;
  readonly outcomeLimitMilliseconds: number;
}

/** What the organisation reports; no tokens, no bodies. */
export interface OrganisationLog {
  warn(fields: object, message: string): void;
  info(fields: object, message: string): void;
}

const recoveryPauseMilliseconds = 250;

/** One member that the gateway serves: its own tables, ledger connection, operations and read model. Nothing is
 *  shared with another member but the process. */
export class Organisation {
  readonly msp: string;
  readonly name: string;
  readonly people: readonly Person[];
  readonly store: OperationStore;
  readonly reads: Reads;
  readonly events: SharedEvents;
  readonly writes: WritePath;
  readonly indexer: Indexer;
  readonly ledger: LedgerPort;
  readonly #stopping = new AbortController();
  readonly #marks: SubmittedMarks;
  #recovery: Promise<void> = Promise.resolve();
  readonly #listeners = new Set<() => void>();
  readonly #ports: OrganisationPorts;

  private constructor(ports: OrganisationPorts) {
    const { msp, name, people, ledger, database, now, log } = ports;
    this.#ports = ports;
    this.msp = msp;
    this.name = name;
    this.people = people;
    this.ledger = ledger;
    this.store = new OperationStore(database);
    this.reads = new Reads(database);
    this.events = new SharedEvents(this.reads, () => this.indexer.height);
    this.#marks = new SubmittedMarks(this.store, now, (error) => {
      log.warn({ msp, reason: reasonOf(error) }, 'a state could not be written');
    });
    const outcomes = new Outcomes();
    this.writes = this.#writePath(outcomes);
    this.indexer = this.#makeIndexer(outcomes);
  }

  /** Prepare the tables and refuse data of another ledger; nothing runs yet. */
  static async open(ports: OrganisationPorts): Promise<Organisation> {
    await migrate(ports.database, organisationMigrations);
    await installRoutines(ports.database);
    return new Organisation(ports);
  }

  /** Follow the channel, and bring what an earlier process left unfinished to its end.
   *  Refuses: a read model of another ledger. */
  async start(): Promise<void> {
    await this.indexer.start();
    this.#recovery = this.#recover().catch((error: unknown) => {
      this.#ports.log.warn(
        { msp: this.msp, reason: reasonOf(error) },
        'operations were not taken up again',
      );
    });
  }

  /** Resolves once everything that was left unfinished has been taken up. */
  get recovered(): Promise<void> {
    return this.#recovery;
  }

  /** Let what is in flight end for a moment, then stop; the rest is taken up at the next start. */
  async stop(drainMilliseconds: number): Promise<void> {
    const limit = setTimeout(() => {
      this.#stopping.abort();
    }, drainMilliseconds);
    await this.writes.drained();
    clearTimeout(limit);
    this.#stopping.abort();
    await this.#recovery;
    this.#marks.stop();
    await this.indexer.stop();
    this.ledger.close();
  }

  /** Call `listener` after each block that is in the read model. */
  onBlock(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  // What is on the ledger already need not be sent again, so the read model catches up first. Sending again
  // would be safe, but would leave a duplicate in a block.
  async #recover(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const height = await this.ledger.height().catch(() => undefined);
      if (height !== undefined && (await this.indexer.reached(height, recoveryPauseMilliseconds))) {
        const unfinished = await this.writes.recover();
        if (unfinished > 0)
          this.#ports.log.info({ msp: this.msp, unfinished }, 'operations taken up again');
        return;
      }
      await sleepUnless(this.#stopping.signal, recoveryPauseMilliseconds);
    }
  }

  #writePath(outcomes: Outcomes): WritePath {
    const { msp, ledger, checkpoint, now, random, log } = this.#ports;
    const driver = new Driver({
      ledger,
      store: this.store,
      outcomes,
      marks: this.#marks,
      checkpoint,
      now,
      random,
      sleep: (milliseconds) => sleepUnless(this.#stopping.signal, milliseconds),
      stopping: this.#stopping.signal,
      outcomeLimitMilliseconds: this.#ports.outcomeLimitMilliseconds,
      onSubmitFailure: (id, error) => {
        log.warn(
          { msp, operation: id, reason: reasonOf(error) },
          'submission failed, outcome unknown',
        );
      },
    });
    return new WritePath({
      msp,
      store: this.store,
      driver,
      checkpoint,
      now,
      maximumInFlight: this.#ports.maximumInFlight,
      maximumUnknown: this.#ports.maximumUnknown,
      canFollow: () => this.indexer.refusal === undefined,
      onFailure: (id, error) => {
        log.warn(
          { msp, operation: id, reason: reasonOf(error) },
          'an operation was left unfinished',
        );
      },
    });
  }

  #makeIndexer(outcomes: Outcomes): Indexer {
    const { msp, database, genesis, chaincode, ledger, now, log } = this.#ports;
    return new Indexer({
      ledger,
      readModel: new ReadModel(database, genesis),
      genesis,
      chaincode,
      now,
      sleep: (milliseconds) => sleepUnless(this.#stopping.signal, milliseconds),
      onBlock: (_block, settled, at) => {
        outcomes.settle(settled, at);
        for (const listener of this.#listeners) listener();
      },
      onTrouble: (error) => {
        log.warn({ msp, reason: reasonOf(error) }, 'the block stream ended');
      },
    });
  }
}
