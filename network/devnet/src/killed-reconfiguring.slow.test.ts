import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setValue } from '@argosy/protocol/configuration/edit';
import { Block, LastConfig, Metadata } from '@argosy/protocol/messages/common';
import { BatchTimeout } from '@argosy/protocol/messages/configuration';
import { metadataOf } from '@argosy/protocol/block';
import type { ChannelBundle } from '@argosy/protocol/channel-config';
import type { Signer } from '@argosy/protocol/signer';
import { decode, encode } from '@argosy/protocol/wire';
import { openDatabase } from '@argosy/ledger/database';
import { FileBlockStore } from '@argosy/ledger/file-block-store';
import { Ledger } from '@argosy/ledger/ledger';
import { Chance } from '../../../test/support/chance.js';
import { answerTo, message, signedUpdate } from '../test-support/orderer-calls.js';
import { OrderedNetwork } from '../test-support/ordered-network.js';
import { startDevnet } from '../test-support/devnet-program.js';
import type { TestClient } from '../test-support/test-client.js';
import { configurationBlock } from './ordering/last-configuration.js';

/** ARGOSY_KILLS=100 ARGOSY_FUZZ_SEED=7 for a longer trial of one's own. */
const KILLS = Number(process.env['ARGOSY_KILLS'] ?? 5);
const SEED = Number(process.env['ARGOSY_FUZZ_SEED'] ?? 1);

describe('a devnet that is killed while its configuration changes', () => {
  let network: OrderedNetwork;
  let configFile: string;
  let admins: Signer[];
  let child: ChildProcess | undefined;
  const chance = new Chance(SEED);

  beforeAll(async () => {
    network = await OrderedNetwork.prepare();
    configFile = join(network.folder, 'devnet.json');
    await writeFile(configFile, JSON.stringify(network.config));
    admins = [await network.enrol('Orderer1', 'admin')];
  }, 30_000);
  afterAll(async () => {
    child?.kill('SIGKILL');
    await network.close();
  });

  const start = (): Promise<ChildProcess> =>
    startDevnet(configFile, (started) => {
      child = started;
    });

  /** The stored ledger, every block judged again. */
  async function stored(): Promise<Ledger> {
    const folder = join(network.config.dataDir, 'ledgers', 'trade');
    const store = FileBlockStore.open(folder);
    const database = await openDatabase(join(folder, 'state'));
    return Ledger.open({ genesisBlock: network.genesis, store, database, verify: true });
  }

  /** One update after the other, each from what the one before made, until the network is gone. */
  async function reconfigure(client: TestClient, from: ChannelBundle): Promise<void> {
    for (let bundle = from; ;) {
      const value = encode(BatchTimeout, { timeout: `${bundle.sequence + 1n}s` });
      const desired = setValue(bundle.tree, '/Channel/Orderer', 'BatchTimeout', value);
      const update = signedUpdate(bundle, desired, admins);
      let accepted = false;
      while (!accepted) {
        try {
          accepted = (await answerTo(client, update)).status === 200;
        } catch {
          return;
        }
      }
      bundle = bundle.next(bundle.applied(update));
    }
  }

  async function load(client: TestClient): Promise<void> {
    for (;;) {
      try {
        await answerTo(client, message(client.signer));
      } catch {
        return;
      }
    }
  }

  test(
    'goes on with the configuration that stands in its last configuration block',
    async () => {
      let height = 1n;
      let sequence = 0n;
      let bundle: ChannelBundle | undefined;
      for (let kill = 0; kill < KILLS; kill++) {
        const running = await start();
        const client = await network.client('BankA');
        if (bundle === undefined) {
          const ledger = await Ledger.open({
            genesisBlock: network.genesis,
            store: FileBlockStore.open(join(network.folder, 'first')),
          });
          bundle = ledger.bundle;
          await ledger.close();
        }
        const loads = [reconfigure(client, bundle), load(client)];
        await new Promise((resolve) => setTimeout(resolve, 50 + chance.below(900)));
        const ended = once(running, 'exit');
        running.kill('SIGKILL');
        await ended;
        await Promise.all(loads);
        client.close();

        const ledger = await stored();
        expect(ledger.height).toBeGreaterThanOrEqual(height);
        expect(ledger.bundle.sequence).toBeGreaterThanOrEqual(sequence);
        let last = 0n;
        for (let number = 1n; number < ledger.height; number++) {
          const { transactions } = ledger.summary(number);
          if (transactions.some(({ type }) => type === 1)) {
            last = number;
            expect(transactions).toHaveLength(1);
          }
          const slot = metadataOf(decode(Block, ledger.block(number)), 'lastConfig');
          expect(decode(LastConfig, decode(Metadata, slot).value).index).toBe(last);
        }
        expect(configurationBlock(ledger)).toBe(last);
        expect(ledger.bundle.batchTimeoutMs).toBe(
          ledger.bundle.sequence === 0n ? 2_000 : Number(ledger.bundle.sequence) * 1_000,
        );
        ({ height, bundle } = ledger);
        ({ sequence } = bundle);
        await ledger.close();
      }
      expect(sequence).toBeGreaterThan(BigInt(KILLS));
    },
    30_000 + KILLS * 10_000,
  );
});
