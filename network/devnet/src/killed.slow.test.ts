import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { memoryDatabase, openDatabase, stateDigest } from '@argosy/ledger/database';
import { FileBlockStore } from '@argosy/ledger/file-block-store';
import { Ledger } from '@argosy/ledger/ledger';
import type { PrivateSet } from '@argosy/ledger/private-data/private-set';
import { validationCode } from '@argosy/protocol/validation-code';
import { Chance } from '../../../test/support/chance.js';
import { collected } from '../../../test/support/collected.js';
import { startDevnet } from '../test-support/devnet-program.js';
import type { TestClient } from '../test-support/test-client.js';
import { TestNetwork } from '../test-support/test-network.js';

/** ARGOSY_KILLS=100 ARGOSY_FUZZ_SEED=7 for a longer trial of one's own. */
const KILLS = Number(process.env['ARGOSY_KILLS'] ?? 5);
const SEED = Number(process.env['ARGOSY_FUZZ_SEED'] ?? 1);
const CLIENTS = 4;

/** A transaction that a client saw in a block. */
interface Seen {
  readonly txId: string;
  readonly block: bigint;
  readonly code: number;
}

describe('a devnet that is killed at any moment', () => {
  let network: TestNetwork;
  let configFile: string;
  let child: ChildProcess | undefined;
  const seen: Seen[] = [];
  const chance = new Chance(SEED);

  beforeAll(async () => {
    network = await TestNetwork.prepare();
    configFile = join(network.folder, 'devnet.json');
    await writeFile(configFile, JSON.stringify(network.config));
  }, 30_000);
  afterAll(async () => {
    child?.kill('SIGKILL');
    await network.close();
  });

  const start = (): Promise<ChildProcess> =>
    startDevnet(configFile, (started) => {
      child = started;
    });

  /** Count up one after the other, until the network is gone. */
  async function load(client: TestClient, counter: string): Promise<void> {
    for (;;) {
      try {
        const sent = await client.contract().submitAsync('increment', { arguments: [counter] });
        const { blockNumber, code } = await sent.getStatus();
        seen.push({ txId: sent.getTransactionId(), block: blockNumber, code });
      } catch {
        return;
      }
    }
  }

  /**
   * The stored ledger, every block judged again. Its database, once it has caught up, holds what judging comes to, with the clear
   * data that it was given.
   */
  async function stored(): Promise<Ledger> {
    const folder = join(network.config.dataDir, 'ledgers', 'trade');
    const genesisBlock = await readFile(network.config.channels[0]!.genesisBlock);
    const memberOf = network.config.peers.map(({ msp }) => msp);
    const kept = await openDatabase(join(folder, 'state'));
    const left = await Ledger.open({
      genesisBlock,
      store: FileBlockStore.open(folder),
      database: kept,
      memberOf,
    });
    const digest = await stateDigest(kept);
    const clear = await clearDataOf(left);
    await left.close();
    const database = memoryDatabase();
    const store = FileBlockStore.open(folder);
    const judged = await Ledger.open({ genesisBlock, store, database, verify: true, memberOf });
    expect(await judged.supplyPrivateData(clear)).toEqual(clear.map(() => 'taken'));
    expect(await stateDigest(database)).toBe(digest);
    return judged;
  }

  async function clearDataOf(ledger: Ledger): Promise<PrivateSet[]> {
    const sets: PrivateSet[] = [];
    for (let number = 1n; number < ledger.height; number++)
      for (const { index } of ledger.summary(number).transactions)
        sets.push(...(await collected(ledger.privateData(number, index))));
    return sets;
  }

  /** How often valid transactions wrote each counter, and what it is now. */
  async function counters(
    ledger: Ledger,
  ): Promise<{ counter: string; writes: number; value: number }[]> {
    const state = ledger.snapshot();
    const all = [];
    for await (const [counter, { value }] of state.range('kv', 'counter', '')) {
      const changes = await collected(ledger.history('kv', counter));
      expect(new Set(changes.map(({ txId }) => txId)).size).toBe(changes.length);
      const found = Number(Buffer.from(value).toString());
      all.push({ counter, writes: changes.length, value: found });
    }
    state.release();
    return all;
  }

  test(
    'loses nothing that a client saw, does nothing twice, and its ledger is confirmed',
    async () => {
      const before: Uint8Array[] = [];
      for (let kill = 0; kill < KILLS; kill++) {
        const running = await start();
        if (kill === 0) await network.deploy();
        const clients = await Promise.all(
          Array.from({ length: CLIENTS }, () => network.client('Trader')),
        );
        const loads = clients.map((client, i) => load(client, `counter${i}`));
        await new Promise((resolve) => setTimeout(resolve, 50 + chance.below(900)));
        const ended = once(running, 'exit');
        running.kill('SIGKILL');
        await ended;
        await Promise.all(loads);
        for (const client of clients) client.close();

        const ledger = await stored();
        for (const { txId, block, code } of seen) {
          expect(ledger.transaction(txId)).toMatchObject({ code, blockNumber: block });
        }
        for (const [number, bytes] of before.entries()) {
          expect(Buffer.compare(ledger.block(BigInt(number)), bytes)).toBe(0);
        }
        for (let number = BigInt(before.length); number < ledger.height; number++) {
          before.push(ledger.block(number));
        }
        for (const { value, writes } of await counters(ledger)) expect(value).toBe(writes);
        await ledger.close();
      }
      expect(seen.filter(({ code }) => code === validationCode.VALID).length).toBeGreaterThan(
        KILLS,
      );
      // It still serves.
      const running = await start();
      const client = await network.client('Trader');
      await client.contract().submitTransaction('put', 'after', 'v');
      running.stdin?.end();
      await once(running, 'exit');
    },
    30_000 + KILLS * 10_000,
  );
});
