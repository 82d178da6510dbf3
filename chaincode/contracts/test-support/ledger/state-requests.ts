import type { Channel } from './channel.js';
import { requireRight } from './collection-rights.js';
import type { Transaction } from './proposal.js';
import type { Simulation } from './simulation.js';
import type { WorldState } from './world-state.js';

export interface Scope {
  readonly channel: Channel;
  readonly transaction: Transaction;
  readonly state: WorldState;
  readonly simulation: Simulation;
}

const nothing = Buffer.alloc(0);

/** What a chaincode asks about single keys. An empty collection means public ones. */
export class StateRequests {
  #over = false;

  constructor(protected readonly scope: Scope) {}

  /** The answer has been given: what the chaincode still asks comes too late. */
  end(): void {
    this.#over = true;
  }

  handleGetState(collection: string, key: string): Promise<Buffer> {
    return this.answer('GET_STATE', () => {
      const { simulation } = this.scope;
      if (collection === '') return copyOf(simulation.get(key)?.value);
      this.require('read', collection);
      return copyOf(simulation.collection(collection).get(key));
    });
  }

  /** An empty value deletes, as on a peer. */
  handlePutState(collection: string, key: string, value?: Uint8Array): Promise<Buffer> {
    const written = value === undefined || value.length === 0 ? undefined : Buffer.from(value);
    return this.#put('PUT_STATE', { collection, key }, written);
  }

  handleDeleteState(collection: string, key: string): Promise<Buffer> {
    return this.#put('DEL_STATE', { collection, key }, undefined);
  }

  handlePurgeState(collection: string, key: string): Promise<Buffer> {
    return this.answer('PURGE_PRIVATE_DATA', () => {
      if (collection === '') throw new Error('only applicable for private data');
      this.require('write', collection);
      this.scope.simulation.writableCollection(collection).purge(key);
      return nothing;
    });
  }

  handleGetPrivateDataHash(collection: string, key: string): Promise<Buffer> {
    return this.answer('GET_PRIVATE_DATA_HASH', () =>
      copyOf(this.scope.simulation.collection(collection).getHashed(key)?.value),
    );
  }

  handlePutStateMetadata(
    collection: string,
    key: string,
    _name: string,
    policy?: Uint8Array,
  ): Promise<Buffer> {
    const written = Buffer.from(policy ?? []);
    return this.answer('PUT_STATE_METADATA', () => {
      const { simulation } = this.scope;
      if (collection !== '') this.require('write', collection);
      const where = collection === '' ? simulation : simulation.writableCollection(collection);
      where.putPolicy(key, written);
      return nothing;
    });
  }

  handleGetStateMetadata(collection: string, key: string): Promise<Record<string, Buffer>> {
    return this.answer('GET_STATE_METADATA', () => {
      const { simulation } = this.scope;
      if (collection !== '') this.require('read', collection);
      const entry =
        collection === '' ? simulation.get(key) : simulation.collection(collection).getHashed(key);
      return entry?.policy === undefined ? {} : { VALIDATION_PARAMETER: copyOf(entry.policy) };
    });
  }

  #put(
    type: string,
    { collection, key }: { readonly collection: string; readonly key: string },
    value: Buffer | undefined,
  ): Promise<Buffer> {
    return this.answer(type, () => {
      const { simulation } = this.scope;
      if (collection !== '') this.require('write', collection);
      const where = collection === '' ? simulation : simulation.writableCollection(collection);
      where.put(key, value);
      return nothing;
    });
  }

  protected require(right: 'read' | 'write', collection: string): void {
    const { channel, transaction } = this.scope;
    requireRight(channel, { collection, creator: transaction.by.mspid, right });
  }

  protected async answer<T>(type: string, act: () => T): Promise<T> {
    try {
      if (this.#over) throw new Error('no ledger context');
      return act();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const { txId } = this.scope.transaction;
      throw new Error(`${type} failed: transaction ID: ${txId}: ${reason}`, { cause: error });
    }
  }
}

/** What a chaincode gets it may change; the state stays as it is. */
function copyOf(value: Uint8Array | undefined): Buffer {
  return value === undefined ? nothing : Buffer.from(value);
}
