import { describe, expect, test } from '@jest/globals';
import { Block } from '@argosy/protocol/messages/common';
import { HashedRWSet, TxReadWriteSet } from '@argosy/protocol/messages/rwset';
import {
  GetState,
  GetStateByRange,
  messageType,
  PutState,
  PutStateMetadata,
  QueryMetadata,
  QueryResponse,
  QueryStateNext,
} from '@argosy/protocol/messages/shim';
import { decode, encode } from '@argosy/protocol/wire';
import { MemoryBlockStore } from '@argosy/ledger/block-store';
import { chaincodeDefinition, committed, definitionSequence } from '@argosy/ledger/definitions';
import { Ledger } from '@argosy/ledger/ledger';
import { keyHashOf } from '@argosy/ledger/private-data/private-set';
import { clearSpaceParts, hashedSpace } from '@argosy/ledger/spaces';
import type { Snapshot, StateView } from '@argosy/ledger/state';
import { recordedBlocks, type RecordedName } from '../../../../test/support/recorded.js';
import {
  simulationsIn,
  type Operation,
  type RecordedSimulation,
} from '../../test-support/recorded-simulations.js';
import { requireInitOrder } from '../endorser/initialisation.js';
import { noHistory } from '../../test-support/state-view.js';
import { readWriteSetsIn, type NamespaceSets } from '../../test-support/transactions.js';
import { Invocation } from './invocation.js';
import { answerRequest } from './requests.js';
import { Simulation } from './simulation.js';

/** What the Node shim makes of an empty start of a range. */
const FIRST_KEY = '\u0001';

/** A peer had the clear data of which the block has the hashes; here any of the same version does. */
const asMember = (state: StateView): StateView => ({
  height: state.height,
  get: (space, key) => {
    const clear = clearSpaceParts(space);
    if (clear === undefined) return state.get(space, key);
    return state.get(hashedSpace(clear.chaincode, clear.collection), keyHashOf(key));
  },
  range: (space, start, end) => state.range(space, start, end),
});

/** Does again what the recorded chaincode did. Values are the recorded ones: it is the requests that are tried. */
class Replay {
  readonly simulation: Simulation;
  readonly #recorded: Record<string, NamespaceSets>;

  constructor(state: StateView, ledger: Ledger, recorded: Uint8Array) {
    const { channelId, bundle } = ledger;
    this.#recorded = readWriteSetsIn(recorded);
    this.simulation = new Simulation(asMember(state), {
      channelId,
      txId: 'tx',
      capabilities: bundle.applicationCapabilities,
      mspIds: bundle.applicationOrganisations.map(({ mspId }) => mspId),
      creatorMeets: () => true,
    });
  }

  async call(chaincode: string, operations: readonly Operation[]): Promise<void> {
    const { simulation } = this;
    definitionSequence((space, key) => simulation.simulator.get(space, key), chaincode);
    const definition = chaincodeDefinition(committed(simulation.view), chaincode);
    if (definition !== undefined)
      requireInitOrder(simulation, { name: chaincode, definition }, { isInit: false });
    const scope = {
      channelId: simulation.site.channelId,
      txId: 'tx',
      namespace: chaincode,
      simulation,
      history: noHistory,
      isInit: false,
      invoke: () => Promise.reject(new Error('not in a replay')),
    };
    const invocation = new Invocation(scope, () => undefined);
    for (const operation of operations) await this.#run(invocation, operation);
  }

  async #run(invocation: Invocation, [name, ...args]: Operation): Promise<void> {
    const [a = '', b = ''] = args.map(String);
    const { namespace } = invocation.scope;
    const ask = async (type: number, payload: Uint8Array) =>
      answerRequest(invocation, type, payload);
    const get = (key: string, collection = '') =>
      ask(messageType.GET_STATE, encode(GetState, { key, collection }));
    const put = (key: string, collection = '') => {
      const writes = this.#recorded[namespace]?.public.writes ?? [];
      const value = collection === '' ? valueIn(writes, key) : Buffer.from('any');
      return ask(messageType.PUT_STATE, encode(PutState, { key, value, collection }));
    };
    const setPolicy = (key: string, policy: string, collection = '') => {
      const metadata = { metakey: 'VALIDATION_PARAMETER', value: Buffer.from(policy, 'base64') };
      return ask(
        messageType.PUT_STATE_METADATA,
        encode(PutStateMetadata, { key, collection, metadata }),
      );
    };
    const operations: Record<string, () => Promise<unknown>> = {
      get: () => get(a),
      put: () => put(a),
      del: () => ask(messageType.DEL_STATE, encode(GetState, { key: a })),
      rmw: async () => [await get(a), await put(a)],
      move: async () => [await get(a), await get(b), await put(a), await put(b)],
      setvp: () => setPolicy(a, b),
      copy: async () => [await get(a), await put(b)],
      getvp: () => ask(messageType.GET_STATE_METADATA, encode(GetState, { key: a })),
      range: () => drain(ask, { startKey: a === '' ? FIRST_KEY : a, endKey: b }),
      rangeN: () => drain(ask, { startKey: a, endKey: b }, Number(args[2])),
      page: () => page(ask, { startKey: a, endKey: b }, Number(args[2])),
      cput: () => put(compositeKey(a, args[1])),
      cdel: () => ask(messageType.DEL_STATE, encode(GetState, { key: compositeKey(a, args[1]) })),
      crange: () => drain(ask, under(compositeKey(a, args[1]))),
      cpage: () => page(ask, under(compositeKey(a, args[1])), Number(args[2])),
      prange: () => drain(ask, { collection: a, startKey: b, endKey: String(args[2]) }),
      pget: () => get(b, a),
      pput: () => put(b, a),
      prmw: async () => [await get(b, a), await put(b, a)],
      pdel: () => ask(messageType.DEL_STATE, encode(GetState, { key: b, collection: a })),
      purge: () => ask(messageType.PURGE_PRIVATE_DATA, encode(GetState, { key: b, collection: a })),
      phash: () =>
        ask(messageType.GET_PRIVATE_DATA_HASH, encode(GetState, { key: b, collection: a })),
      psetvp: () => setPolicy(b, String(args[2]), a),
      hist: async () => undefined,
      event: async () => undefined,
      cc: () => this.call(a, args[1] as Operation[]),
    };
    const operation = operations[name];
    if (operation === undefined) throw new Unknown(name);
    await operation();
  }
}

type Ask = (type: number, payload: Uint8Array) => Promise<Uint8Array>;

const compositeKey = (type: string, attributes: unknown): string =>
  ['', type, ...(attributes as string[]), ''].join('\u0000');

const under = (prefix: string) => ({ startKey: prefix, endKey: `${prefix}\u{10FFFF}` });

/** Take the results of a query, or some of them, batch by batch. */
async function drain(ask: Ask, range: object, limit = Infinity): Promise<void> {
  const first = await ask(messageType.GET_STATE_BY_RANGE, encode(GetStateByRange, range));
  let { hasMore, id, results } = decode(QueryResponse, first);
  for (let taken = results.length; hasMore && taken < limit; taken += results.length) {
    const more = await ask(messageType.QUERY_STATE_NEXT, encode(QueryStateNext, { id }));
    ({ hasMore, id, results } = decode(QueryResponse, more));
  }
}

const page = (ask: Ask, range: object, pageSize: number): Promise<Uint8Array> => {
  const metadata = encode(QueryMetadata, { pageSize, bookmark: '' });
  return ask(messageType.GET_STATE_BY_RANGE, encode(GetStateByRange, { ...range, metadata }));
};

/** An operation of the recorded chaincode of which this test does not know what it asked. */
class Unknown extends Error {}

const valueIn = (writes: NamespaceSets['public']['writes'], key: string): Uint8Array =>
  writes.find((write) => write.key === key)?.value ?? Buffer.from('any');

/** The bytes, but for the hashes of clear values: those are not in the blocks. */
function withoutValueHashes(results: Uint8Array): Buffer {
  const set = decode(TxReadWriteSet, results);
  for (const collection of set.nsRwset.flatMap((one) => one.collectionHashedRwset)) {
    const hashed = decode(HashedRWSet, collection.hashedRwset);
    for (const write of hashed.hashedWrites) write.valueHash = Buffer.alloc(write.valueHash.length);
    collection.hashedRwset = encode(HashedRWSet, hashed);
    collection.pvtRwsetHash = Buffer.alloc(collection.pvtRwsetHash.length);
  }
  return encode(TxReadWriteSet, set);
}

describe('simulations of real peers, done again', () => {
  /** Whether one of the states makes the recorded bytes of what was asked. Some transactions were simulated long before their block. */
  async function isReproduced(
    { chaincode, operations, results }: RecordedSimulation,
    states: readonly Snapshot[],
    ledger: Ledger,
  ): Promise<boolean> {
    const wanted = withoutValueHashes(results);
    for (const state of states) {
      const replay = new Replay(state, ledger, results);
      try {
        await replay.call(chaincode, operations);
      } catch (error) {
        if (error instanceof Unknown) throw error;
        continue;
      }
      if (wanted.equals(withoutValueHashes(replay.simulation.simulator.results()))) return true;
    }
    return false;
  }

  async function replay(name: RecordedName) {
    const [genesisBlock, ...blocks] = recordedBlocks(name);
    const ledger = await Ledger.open({
      genesisBlock: genesisBlock!,
      store: new MemoryBlockStore(),
    });
    const states: Snapshot[] = [ledger.snapshot()];
    const different: RecordedSimulation[] = [];
    let count = 0;
    for (const block of blocks) {
      for (const simulation of simulationsIn(block)) {
        count++;
        if (!(await isReproduced(simulation, states, ledger))) different.push(simulation);
      }
      await ledger.commit(decode(Block, block));
      states.unshift(ledger.snapshot());
    }
    for (const state of states) state.release();
    await ledger.close();
    return { count, different };
  }

  test.each([
    ['a-raft-mixed', 2_499],
    ['c-keylevel-private', 1_520],
    ['e-bft-mixed', 753],
  ] as const)(
    'services 31: the read-write sets of %s, which are %i',
    async (name, all) => {
      const { count, different } = await replay(name);
      expect(different).toEqual([]);
      expect(count).toBe(all);
    },
    120_000,
  );
});
