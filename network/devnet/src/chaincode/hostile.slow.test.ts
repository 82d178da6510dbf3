import { reasonOf } from '@argosy/protocol/reason';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ChaincodeID, ChaincodeSpec, Response } from '@argosy/protocol/messages/proposal';
import {
  ChaincodeMessage,
  GetHistoryForKey,
  GetState,
  GetStateByRange,
  GetStateMultiple,
  messageType,
  PutState,
  QueryStateNext,
  WriteBatchState,
} from '@argosy/protocol/messages/shim';
import { decode, encode } from '@argosy/protocol/wire';
import type { LedgerDatabase } from '@argosy/ledger/database';
import { stateSnapshot } from '@argosy/ledger/state-snapshot';
import { Chance } from '../../../../test/support/chance.js';
import { mutate } from '../../../../test/support/mutations.js';
import { Authority } from '../../test-support/certificates.js';
import { hostParts } from '../../test-support/host-parts.js';
import { freePorts } from '../../test-support/ports.js';
import { scopeOn } from '../../test-support/scopes.js';
import { stateDatabase } from '../../test-support/state-view.js';
import { Endpoint } from '../grpc/endpoint.js';
import type { Outgoing } from '../grpc/outgoing.js';
import { duplex } from '../grpc/service.js';
import { ChaincodeHost, defaultTimeouts } from './host.js';

const RUNS = Number(process.env['ARGOSY_FUZZ_RUNS'] ?? 300);
const SEED = Number(process.env['ARGOSY_FUZZ_SEED'] ?? 1);
const PACKAGE_ID = `cc_1:${'ab'.repeat(32)}`;
const NOTHING = new Uint8Array(0);
const SOON_MS = 500;

type Message = { type: number; txid?: string; channelId?: string; payload?: Uint8Array };
/** What a chaincode does with a transaction. */
type Script = (txid: string, out: Outgoing) => Promise<void>;

const say = (message: Message): Buffer =>
  encode(ChaincodeMessage, { channelId: 'trade', ...message });
const completed = (txid: string): Buffer =>
  say({ type: messageType.COMPLETED, txid, payload: encode(Response, { status: 200 }) });

describe('a hostile chaincode harms only its own transactions', () => {
  let server: Endpoint;
  let host: ChaincodeHost;
  let script: Script;
  /** Takes nothing that is sent to it until its script has ended. */
  let deaf = false;
  /** A transaction that is to end well may take its time; where one is to time out, the test says so. */
  const timeouts = { ...defaultTimeouts };
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => {
    unhandled.push(reason);
  };

  beforeAll(async () => {
    process.on('unhandledRejection', note);
    const authority = await Authority.make('tlsca');
    const tls = await authority.certifyTls('chaincode');
    const address = `localhost:${(await freePorts(1))[0]!}`;
    const connect = duplex(async (messages, out) => {
      const payload = encode(ChaincodeID, { name: PACKAGE_ID });
      await out.send(say({ type: messageType.REGISTER, payload }));
      const received = messages[Symbol.asyncIterator]();
      for (;;) {
        const next = await received.next();
        if (next.done === true) return;
        const { type, txid } = decode(ChaincodeMessage, next.value);
        if (type !== messageType.TRANSACTION) continue;
        const run = script(txid, out);
        if (deaf) await run;
        else run.catch(() => undefined);
      }
    });
    server = await Endpoint.listen(address, tls, [
      { name: 'protos.Chaincode', methods: { Connect: connect } },
    ]);
    const ca = authority.certificate;
    const connection = {
      address,
      dialTimeoutMs: 2_000,
      tls: { ca, client: tls, serverName: undefined },
    };
    const target = { packageId: PACKAGE_ID, connection: () => connection };
    host = new ChaincodeHost(target, { ...hostParts(), timeouts });
  });
  afterAll(() => {
    process.off('unhandledRejection', note);
    host.close();
    server.close();
  });
  beforeEach(() => {
    script = async (txid, out) => out.send(completed(txid));
  });
  /** Afterwards a good transaction is executed as before. */
  afterEach(async () => {
    deaf = false;
    timeouts.executeMs = defaultTimeouts.executeMs;
    script = async (txid, out) => out.send(completed(txid));
    expect(await execute('good')).toBe('completed');
    expect(unhandled).toEqual([]);
  });

  const updates = new Map([
    [
      'cc',
      new Map(
        Array.from({ length: 250 }, (_, i) => [
          `k${i}`,
          { value: Buffer.alloc(10_000), metadata: [], version: { blockNum: 0n, txNum: 0n } },
        ]),
      ),
    ],
  ]);
  let database: LedgerDatabase;
  beforeAll(async () => {
    database = await stateDatabase(updates);
  });

  /** How an execution ends: with an answer, or with a text. */
  async function execute(txId: string): Promise<string> {
    const snapshot = stateSnapshot(database);
    try {
      const { kind } = await host.execute({
        ...scopeOn(snapshot, txId),
        input: { args: [], decorations: [], isInit: false },
        proposal: { proposalBytes: NOTHING, signature: NOTHING },
      });
      return kind;
    } catch (error) {
      return reasonOf(error);
    } finally {
      snapshot.release();
    }
  }

  /** Requests as a chaincode may make them. */
  const requests = (txid: string): Buffer[] => [
    say({ type: messageType.GET_STATE, txid, payload: encode(GetState, { key: 'k1' }) }),
    say({
      type: messageType.PUT_STATE,
      txid,
      payload: encode(PutState, { key: 'p', value: NOTHING }),
    }),
    say({ type: messageType.GET_STATE_BY_RANGE, txid, payload: encode(GetStateByRange, {}) }),
    say({
      type: messageType.GET_HISTORY_FOR_KEY,
      txid,
      payload: encode(GetHistoryForKey, { key: 'k1' }),
    }),
    say({
      type: messageType.QUERY_STATE_NEXT,
      txid,
      payload: encode(QueryStateNext, { id: `${txid}-1` }),
    }),
    say({
      type: messageType.QUERY_STATE_CLOSE,
      txid,
      payload: encode(QueryStateNext, { id: `${txid}-1` }),
    }),
    say({
      type: messageType.WRITE_BATCH_STATE,
      txid,
      payload: encode(WriteBatchState, { rec: [{ type: messageType.PUT_STATE, key: 'p' }] }),
    }),
    say({
      type: messageType.GET_STATE_MULTIPLE,
      txid,
      payload: encode(GetStateMultiple, { keys: ['k1', 'k2'] }),
    }),
    say({
      type: messageType.INVOKE_CHAINCODE,
      txid,
      payload: encode(ChaincodeSpec, { chaincodeId: { name: 'other:1/trade' } }),
    }),
    say({ type: messageType.KEEPALIVE }),
    completed(txid),
  ];

  test('rubbish and changed messages', async () => {
    const chance = new Chance(SEED);
    timeouts.executeMs = SOON_MS;
    for (let run = 0; run < RUNS; run++) {
      script = async (txid, out) => {
        for (let i = chance.below(5); i >= 0; i--) {
          const message = chance.pick(requests(txid));
          await out.send(chance.next() < 0.3 ? message : mutate(message, chance));
        }
        await out.send(completed(txid));
      };
      expect(await execute(`fuzz ${run}`)).toMatch(/completed|failed|terminated|timeout/);
    }
  }, 600_000);

  test('messages for transactions of others, for none, and twice', async () => {
    script = async (txid, out) => {
      for (const other of ['nobody', '', 'x'.repeat(100_000)])
        for (const message of requests(other)) await out.send(message);
      await out.send(completed(txid));
      await out.send(completed(txid));
      for (const message of requests(txid)) await out.send(message);
    };
    expect(await execute('mine')).toBe('completed');
  });

  test('an endless iteration ends with the time of the transaction', async () => {
    timeouts.executeMs = SOON_MS;
    script = async (txid, out) => {
      for (let i = 0; !out.gone.aborted && i < 20_000; i++) {
        await out.send(requests(txid)[2]!);
        if (i % 50 === 0) await new Promise(setImmediate);
      }
    };
    expect(await execute('endless')).toContain('timeout expired');
  }, 60_000);

  test('questions whose answers it does not take do not pile up', async () => {
    const before = process.memoryUsage().rss;
    deaf = true;
    timeouts.executeMs = SOON_MS;
    script = async (txid, out) => {
      // A hundred of these are a megabyte each: 5 GB of answers, were they all made.
      const question = requests(txid)[2]!;
      for (let i = 0; i < 5_000; i++) await Promise.race([out.send(question), wait(5)]);
    };
    expect(await execute('deaf')).toMatch(/timeout expired|terminated/);
    expect(process.memoryUsage().rss - before).toBeLessThan(600 * 1024 * 1024);
  }, 60_000);

  test('an end in the middle of a transaction', async () => {
    deaf = true;
    script = async () => {
      throw new Error('no more');
    };
    expect(await execute('cut off')).toContain('chaincode stream terminated');
  });
});

const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
