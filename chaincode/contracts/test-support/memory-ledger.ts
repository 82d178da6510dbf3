// First of all imports: it sets what Fabric's packages read when they are loaded.
import './quiet-fabric.js';
import type { ChaincodeResponse, ChaincodeStub } from 'fabric-shim';
import { argosyChaincode } from '../src/chaincode.js';
import type { Signer } from './identities.js';

export interface Proposal {
  readonly by: Signer;
  readonly args: readonly string[];
  readonly txId?: string;
  /** Seconds after 1970. */
  readonly seconds?: number;
}

/** What a peer keeps of one execution. */
export interface Execution {
  readonly status: number;
  readonly message: string;
  readonly payload: string;
  readonly reads: readonly string[];
  readonly writes: readonly (readonly [key: string, value: string])[];
  readonly events: readonly (readonly [name: string, payload: string])[];
}

const may20 = Date.parse('2026-05-20T09:00:00.000Z') / 1000;

/** A world state in memory that runs the chaincode through Fabric's own router. */
export class MemoryLedger {
  readonly state = new Map<string, string>();
  readonly #chaincode = argosyChaincode();
  #transactions = 0;

  /** Executes as an endorser does: the state stays as it is. */
  async endorse(proposal: Proposal): Promise<Execution> {
    this.#transactions += 1;
    const stub = new MemoryStub(this.state, {
      txId: `tx${String(this.#transactions)}`,
      ...proposal,
    });
    const {
      status,
      message = '',
      payload,
    }: ChaincodeResponse = await this.#chaincode.Invoke(stub as unknown as ChaincodeStub);
    const { reads, writes, events } = stub;
    return {
      status,
      message,
      payload: Buffer.from(payload ?? []).toString(),
      reads,
      writes,
      events,
    };
  }

  /** Executes and, unless it was refused, commits. */
  async submit(proposal: Proposal): Promise<Execution> {
    const execution = await this.endorse(proposal);
    if (execution.status < 400)
      execution.writes.forEach(([key, value]) => this.state.set(key, value));
    return execution;
  }
}

class MemoryStub {
  readonly reads: string[] = [];
  readonly writes: [string, string][] = [];
  readonly events: [string, string][] = [];
  readonly #state: ReadonlyMap<string, string>;
  readonly #proposal: Proposal;

  constructor(state: ReadonlyMap<string, string>, proposal: Proposal) {
    this.#state = state;
    this.#proposal = proposal;
  }

  getTxID = (): string => this.#proposal.txId ?? '';
  getChannelID = (): string => 'trade';
  getCreator = (): Signer => this.#proposal.by;
  getArgs = (): readonly string[] => this.#proposal.args;
  getBufferArgs = (): Buffer[] => this.#proposal.args.map((text) => Buffer.from(text));
  getFunctionAndParameters = (): { fcn: string; params: readonly string[] } => ({
    fcn: this.#proposal.args[0] ?? '',
    params: this.#proposal.args.slice(1),
  });
  // Like the shim's Long, a bigint gives its digits as text.
  getTxTimestamp = (): { seconds: bigint; nanos: number } => ({
    seconds: BigInt(this.#proposal.seconds ?? may20),
    nanos: 0,
  });
  setEvent = (name: string, payload: Uint8Array): void => {
    this.events.push([name, Buffer.from(payload).toString()]);
  };

  getState = (key: string): Promise<Uint8Array> => {
    this.reads.push(key);
    const value = this.#state.get(key);
    return value === 'unavailable'
      ? Promise.reject(new Error('GET_STATE failed'))
      : Promise.resolve(Buffer.from(value ?? ''));
  };

  putState = (key: string, value: Uint8Array): Promise<void> => {
    this.writes.push([key, Buffer.from(value).toString()]);
    return Promise.resolve();
  };
}
