import type { ChaincodeStub } from 'fabric-shim';
import type { Chaincode } from '../../src/fabric-chaincode.js';
import type { Channel } from './channel.js';
import type { Execution } from './execution.js';
import { Ledger } from './ledger.js';
import type { Submission } from './ledger.js';
import type { Proposal } from './proposal.js';

/** What a transaction does with its stub; what it returns is the payload, as JSON unless it is text. */
export type Script = (stub: ChaincodeStub) => unknown;

export const organisations = [
  { msp: 'ImporterMSP', sponsor: 'ImportBankMSP' },
  { msp: 'ImportBankMSP' },
  { msp: 'ExportBankMSP' },
  { msp: 'CarrierMSP' },
] as const;

/** A channel of three peers, two of which must sign. */
export const channel: Channel = {
  name: 'trade',
  chaincode: 'docs',
  organisations,
  endorsement: { outOf: 2, of: ['ImportBankMSP', 'ExportBankMSP', 'CarrierMSP'] },
  collections: [
    {
      name: 'deal',
      members: ['ImporterMSP', 'ImportBankMSP'],
      memberOnlyRead: true,
      memberOnlyWrite: true,
    },
    {
      name: 'open',
      members: ['ImportBankMSP', 'ExportBankMSP'],
      endorsement: { outOf: 1, of: ['ImportBankMSP'] },
    },
  ],
};

/** A ledger for tests of the ledger itself: each transaction is a script. */
export class ScriptedLedger {
  readonly ledger: Ledger;
  readonly #scripts: Script[] = [];

  constructor(where: Channel = channel) {
    this.ledger = new Ledger(where, this.#chaincode());
  }

  endorse(script: Script, how: Partial<Proposal> = {}): Promise<Execution> {
    return this.ledger.endorse(this.#proposal(script, how));
  }

  submit(script: Script, how: Partial<Proposal> = {}): Promise<Submission> {
    return this.ledger.submit(this.#proposal(script, how));
  }

  /** Puts values outright, each in a block of its own. */
  plant(...keys: readonly string[]): this {
    keys.forEach((key) => this.ledger.plant(key, `${key} planted`));
    return this;
  }

  #proposal(script: Script, how: Partial<Proposal>): Proposal {
    const args = [String(this.#scripts.push(script) - 1)];
    return { by: client('ImportBankMSP'), args, ...how };
  }

  #chaincode(): Chaincode {
    const invoke: Chaincode['Invoke'] = async (stub) => {
      try {
        const result = await this.#scripts[Number(stub.getArgs()[0])]?.(stub);
        const text = typeof result === 'string' ? result : JSON.stringify(result ?? null);
        return { status: 200, payload: Buffer.from(text) };
      } catch (error) {
        return { status: 500, message: error instanceof Error ? error.message : String(error) };
      }
    };
    return { Init: invoke, Invoke: invoke };
  }
}

/** A member's client, of whom the ledger asks no certificate. */
export function client(mspid: string): Proposal['by'] {
  return { mspid, idBytes: Buffer.from(mspid) };
}

/** A script that writes these keys. */
export const writes =
  (...keys: readonly string[]): Script =>
  (stub) =>
    Promise.all(keys.map((key) => stub.putState(key, Buffer.from(`${key} of ${stub.getTxID()}`))));

/** A script that reads these keys and returns their values. */
export const reads =
  (...keys: readonly string[]): Script =>
  async (stub) => {
    const values = await Promise.all(keys.map((key) => stub.getState(key)));
    return values.map((value) => Buffer.from(value).toString());
  };

/** Everything that an iteration gives. */
export async function collect<T>(results: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const result of results) all.push(result);
  return all;
}

/** The keys of a range. */
export async function keysOf(results: AsyncIterable<{ readonly key: string }>): Promise<string[]> {
  return (await collect(results)).map(({ key }) => key);
}

/** One script after the other. */
export const both =
  (first: Script, second: Script): Script =>
  async (stub) => {
    await first(stub);
    return second(stub);
  };
