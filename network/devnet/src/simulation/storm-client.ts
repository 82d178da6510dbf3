import { reasonOf } from '@argosy/protocol/reason';
import { CallError } from '../grpc/call-error.js';
import { Chance } from '../ordering/chance.js';
import type { Committed, Prepared, SimulatedClient } from './client.js';
import type { SimulatedNetwork } from './network.js';
import { nextWish, STORM_CHAINCODE } from './storm-chaincode.js';
import type { VirtualTime } from './virtual-time.js';

export interface StormClientParts {
  readonly network: SimulatedNetwork;
  readonly ambient: VirtualTime;
  readonly seed: string;
  readonly number: number;
  /** How many transactions are still to be submitted, by all together. */
  readonly quota: { left: number };
}

/** What a client was told of a transaction. */
export interface Acknowledged extends Committed {
  readonly txId: string;
}

const PATIENCE_MS = 4_000;
const ATTEMPTS = 4;

/** A client that submits one transaction after the other, whatever happens to it. */
export class StormClient {
  readonly acknowledged: Acknowledged[] = [];
  readonly outcomes = new Map<string, number>();
  private readonly chance: Chance;
  private readonly client: SimulatedClient;
  /** Submitted, and not heard of since. */
  private readonly unknown: string[] = [];

  constructor(private readonly parts: StormClientParts) {
    const { network, seed, number } = parts;
    const organisations = [...network.members, 'Trader'];
    this.chance = new Chance(seed);
    const mspId = organisations[number % organisations.length] ?? '';
    this.client = network.client(mspId, `client${number}`);
  }

  /** Submit until enough is submitted. */
  async run(): Promise<void> {
    const { quota, ambient } = this.parts;
    while (quota.left > 0) {
      const prepared = await this.endorsed();
      if (prepared !== undefined && quota.left > 0) {
        quota.left--;
        await this.submitted(prepared);
        await ambient.pass(Math.floor(this.chance.next() * 60));
      } else await ambient.pass(300 + Math.floor(this.chance.next() * 300));
    }
  }

  /** Ask what became of the transactions that were not heard of. */
  async ask(): Promise<void> {
    for (const txId of this.unknown.splice(0)) await this.heardOf(txId, 'never heard of');
  }

  private async endorsed(): Promise<Prepared | undefined> {
    const args = nextWish(this.chance);
    try {
      return await this.client.endorse(this.address(), { chaincode: STORM_CHAINCODE, args });
    } catch (error) {
      this.note('not endorsed', error);
      return undefined;
    }
  }

  private async submitted(prepared: Prepared): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        await this.client.submit(this.address(), prepared);
        // Somebody who is not sure does it again.
        if (this.chance.next() < 0.03) await this.client.submit(this.address(), prepared);
        break;
      } catch (error) {
        this.note('not submitted', error);
        await this.parts.ambient.pass(300);
      }
    }
    await this.heardOf(prepared.txId, undefined);
  }

  private async heardOf(txId: string, otherwise: string | undefined): Promise<void> {
    const controller = new AbortController();
    const callOff = this.parts.ambient.schedule(PATIENCE_MS, () => {
      controller.abort();
    });
    try {
      const committed = await this.client.status(this.address(), txId, controller.signal);
      this.acknowledged.push({ txId, ...committed });
      this.note(`flag ${committed.code}`);
    } catch (error) {
      if (otherwise === undefined) this.unknown.push(txId);
      this.note(otherwise ?? 'not heard of', error);
    } finally {
      callOff();
    }
  }

  private address(): string {
    const { addresses } = this.parts.network;
    return addresses[Math.floor(this.chance.next() * addresses.length)] ?? '';
  }

  /** What is no answer to a call is a defect. */
  private note(outcome: string, error?: unknown): void {
    if (error !== undefined && !(error instanceof CallError))
      throw new Error(`a call failed otherwise than calls do: ${reasonOf(error)}`, {
        cause: error,
      });
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
  }
}
