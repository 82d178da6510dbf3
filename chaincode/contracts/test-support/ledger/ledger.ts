// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../quiet-fabric.js';
import type { Chaincode } from '../../src/fabric-chaincode.js';
import { homeOf, organisationsWithPeers } from './channel.js';
import type { Channel } from './channel.js';
import { commitBlock } from './commit-block.js';
import { digestOf } from './digest.js';
import { execute } from './execute.js';
import type { Execution } from './execution.js';
import { keyHashOf, valueHashOf } from './hashes.js';
import type { Proposal, Transaction } from './proposal.js';
import type { Code } from './validation-codes.js';
import type { Version } from './version.js';
import { WorldState } from './world-state.js';

export interface Submission extends Execution {
  /** What became of it in its block; undefined where it was refused, and so never sent. */
  readonly code: Code | undefined;
}

const may20 = Date.parse('2026-05-20T09:00:00.000Z') / 1000;

/**
 * One channel's ledger in memory with one chaincode on it. Executing and committing follow a peer's
 * rules; signatures, ordering and time are given rather than made, so that equal calls give equal
 * ledgers. Who may talk to a peer at all is not asked: every caller reaches the chaincode.
 */
export class Ledger {
  readonly state = new WorldState();
  /** The organisations that can execute and sign. */
  readonly #peers: readonly string[];
  readonly #known = new Set<string>();
  readonly #running = new Set<Promise<unknown>>();
  #line: Promise<unknown> = Promise.resolve();
  #height = 0;
  #transactions = 0;

  constructor(
    readonly channel: Channel,
    private readonly chaincode: Chaincode,
  ) {
    this.#peers = organisationsWithPeers(channel);
  }

  /** The number of blocks. */
  get height(): number {
    return this.#height;
  }

  /** Executes at one organisation's peer: the state stays as it is. */
  endorse(proposal: Proposal): Promise<Execution> {
    const running = this.#execute(proposal);
    this.#running.add(running);
    const ended = () => this.#running.delete(running);
    running.then(ended, ended);
    return running;
  }

  /**
   * Executes and, unless it was refused, commits in a block of its own. Several at once execute on the
   * same state, and then race in the order in which they were sent.
   */
  submit(proposal: Proposal): Promise<Submission> {
    const submitted = this.#commitAfter(this.#line, this.endorse(proposal));
    this.#line = submitted.catch(() => undefined);
    return submitted;
  }

  /**
   * Commits a block and returns the code of each transaction. What is not valid changes nothing.
   * Requires: nothing is being executed; no execution was refused; only organisations with a peer
   * have endorsed.
   */
  commit(executions: readonly Execution[]): readonly Code[] {
    if (this.#running.size > 0)
      throw new Error('A peer commits after what it executes: await the executions first');
    executions.forEach((it) => this.#requireSigned(it));
    const { channel, state } = this;
    const { block } = this.#nextBlock();
    return commitBlock(executions, { channel, state, block, known: this.#known });
  }

  /** Puts a public value outright, with its policy if it is to have one, in a block that nobody judged. */
  plant(key: string, value: string, policy?: Buffer): void {
    this.state.public.set(key, { value: Buffer.from(value), policy, version: this.#nextBlock() });
  }

  /** Puts a private value outright, with the hashes that all peers hold. */
  plantPrivate(collection: string, key: string, value: string | Uint8Array): void {
    const { clear, hashed } = this.state.collection(collection);
    const [bytes, version] = [Buffer.from(value), this.#nextBlock()];
    clear.set(key, { value: bytes, policy: undefined, version });
    hashed.set(keyHashOf(key), { value: valueHashOf(bytes), policy: undefined, version });
  }

  /** From now on reading this key fails, as where a peer's database is broken. */
  breakKey(key: string): void {
    this.state.unreadable.add(key);
  }

  /** A public value as text. */
  read(key: string): string | undefined {
    return this.state.public.get(key)?.value.toString();
  }

  /** A private value as text, as those who belong to the collection hold it. */
  readPrivate(collection: string, key: string): string | undefined {
    return this.state.collection(collection).clear.get(key)?.value.toString();
  }

  /** Equal for two ledgers that hold the same. */
  digest(): string {
    return digestOf(this.state);
  }

  #complete(proposal: Proposal): Transaction {
    this.#transactions += 1;
    const transaction = {
      txId: `tx${String(this.#transactions)}`,
      seconds: may20,
      nanos: 0,
      transient: {},
      at: homeOf(this.channel, proposal.by.mspid),
      endorsedBy: this.#peers,
      ...proposal,
      channel: this.channel.name,
    };
    this.#requirePeer(transaction.at, 'execute');
    return transaction;
  }

  async #execute(proposal: Proposal): Promise<Execution> {
    const { state, channel, chaincode } = this;
    return execute(this.#complete(proposal), { state, channel, chaincode });
  }

  /** The version of a block's first transaction. */
  #nextBlock(): Version {
    this.#height += 1;
    return { block: this.#height - 1, transaction: 0 };
  }

  async #commitAfter(before: Promise<unknown>, running: Promise<Execution>): Promise<Submission> {
    const execution = await running;
    await before;
    while (this.#running.size > 0) await Promise.allSettled([...this.#running]);
    const code = execution.status < 400 ? this.commit([execution])[0] : undefined;
    return { ...execution, code };
  }

  #requireSigned({ txId, status, endorsedBy }: Execution): void {
    if (status >= 400) throw new Error(`${txId} was refused: no peer has signed it`);
    endorsedBy.forEach((msp) => this.#requirePeer(msp, 'sign'));
  }

  #requirePeer(msp: string, what: string): void {
    if (!this.#peers.includes(msp))
      throw new Error(`${msp} has no peer on ${this.channel.name} that could ${what}`);
  }
}
