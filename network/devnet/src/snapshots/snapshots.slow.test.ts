import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { status } from '@grpc/grpc-js';
import { reasonOf } from '@argosy/protocol/reason';
import { collectionOf } from '../../test-support/collections.js';
import { failureOf } from '../../test-support/failure.js';
import { ask, commitSteps } from '../../test-support/steps.js';
import type { TestClient } from '../../test-support/test-client.js';
import { kvPackage, TestNetwork } from '../../test-support/test-network.js';
import { until } from '../../test-support/until.js';
import { servicePackage } from '../packages/chaincode-package.js';
import { install } from '../../test-support/deploy.js';

const reasonFor = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'it did not fail',
    (error: unknown) => reasonOf(error),
  );
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

describe.each(['folder', 'memory'] as const)('a devnet kept in a %s', (storage) => {
  let material: TestNetwork;
  let network: TestNetwork;
  let client: TestClient;

  beforeAll(async () => {
    material = await TestNetwork.prepare();
    network = material.elsewhere({ storage });
    await network.open();
    await network.deploy();
    const config = [collectionOf('mine', ['BankA', 'BankB'], { endorsers: ['BankA'] })];
    const definition = { name: 'kv', sequence: 2n, version: '1.0', collections: { config } };
    await network.define(definition, kvPackage.id);
    client = await network.client('BankA');
  }, 60_000);
  afterAll(async () => {
    await network.stop();
    await material.close();
  });

  const put = (key: string, value: string) =>
    client.contract().submitTransaction('put', key, value);
  /** What waits for its block when the network is set back never comes. */
  const hurriedPut = async (...args: string[]) => {
    const sent = await client.contract().submitAsync('put', { arguments: args });
    await sent.getStatus({ deadline: Date.now() + 300 });
  };
  const get = async (key: string) => text(await client.contract().evaluateTransaction('get', key));
  const hide = async (value: string): Promise<void> => {
    const { code } = await commitSteps(client, [
      { do: 'put', collection: 'mine', key: 'k', value },
    ]);
    expect(code).toBe(0);
  };
  const hidden = () => ask(client, [{ do: 'get', collection: 'mine', key: 'k' }]);
  const digest = async () => {
    const [state] = (await network.devnet.snapshots()).at(-1)?.channels ?? [];
    return state?.stateDigest;
  };

  test('goes back to a snapshot, and on from there', async () => {
    await put('a', 'before');
    await hide('before');
    const { height } = network.channel.ledger;
    const id = await network.devnet.snapshot();
    await put('a', 'after');
    await hide('after');
    const [admin] = await network.administrators();
    const other = servicePackage('other_1', { address: 'localhost:1' });
    await install(admin!, other.bytes);
    const later = await network.devnet.snapshot();

    await network.devnet.revert(id);
    expect(network.channel.ledger.height).toBe(height);
    expect([await get('a'), await hidden()]).toEqual(['before', ['before']]);
    await install(admin!, other.bytes);
    await expect(network.devnet.revert(later)).rejects.toThrow(
      `there is no snapshot ${later}: there are ${id}`,
    );
    await put('a', 'again');
    expect(await get('a')).toBe('again');
    await network.devnet.revert(id);
    expect(await get('a')).toBe('before');
    const again = await network.devnet.snapshot();
    const [first, second] = await network.devnet.snapshots();
    expect([first?.id, second?.id]).toEqual([id, again]);
    expect(second?.channels).toEqual(first?.channels);
  });

  test('under load, and streams of blocks end with a status', async () => {
    const id = await network.devnet.snapshot();
    const events = await client.network().getChaincodeEvents('kv');
    const ended = failureOf(
      (async () => {
        for await (const event of events) expect(event.chaincodeName).toBe('kv');
      })(),
    );
    const missed = client.network().getBlockEvents();
    const blocks = reasonFor(
      (async () => {
        for await (const block of await missed) expect(block.hasHeader()).toBe(true);
      })(),
    );
    const load = { goes: true, committed: 0 };
    const workers = [1, 2, 3, 4].map(async (worker) => {
      for (let i = 0; load.goes; i++) {
        const done = await hurriedPut(`load${worker}`, String(i)).then(
          () => 1,
          () => new Promise<number>((resolve) => setTimeout(resolve, 5, 0)),
        );
        load.committed += done;
      }
    });
    try {
      for (let round = 1; round <= 5; round++) {
        await until(() => load.committed >= 3 * round);
        await network.devnet.snapshot();
        await network.devnet.revert(id);
      }
    } finally {
      load.goes = false;
      await Promise.all(workers);
    }
    expect((await ended).code).toBe(status.UNAVAILABLE);
    expect(await blocks).toBe('Unexpected status response: 503');
    await network.devnet.revert(id);
    expect(await get('a')).toBe('before');
    await put('b', 'goes on');
  }, 60_000);

  test('is dumped and loaded elsewhere: the state is equal, and it goes on', async () => {
    const author = client;
    await hide('dumped');
    const file = join(material.folder, `${storage}.dump`);
    const waiting = await client
      .contract()
      .newProposal('run', {
        arguments: [JSON.stringify([{ do: 'put', collection: 'mine', key: 'late', value: 'v' }])],
        endorsingOrganizations: ['BankA'],
      })
      .endorse();
    await network.devnet.snapshot();
    const before = await digest();
    const channels = await network.devnet.dump(file);
    expect(channels[0]?.stateDigest).toBe(before);
    await network.stop();

    const other = material.elsewhere({ dataDir: join(material.folder, `other-${storage}`) });
    await other.open();
    await other.devnet.load(file);
    network = other;
    client = await other.client('BankA');
    await other.devnet.snapshot();
    expect(await digest()).toBe(before);
    expect([await get('a'), await hidden()]).toEqual(['before', ['dumped']]);
    await put('c', 'goes on');
    // What was endorsed before the dump is committed after it, with its clear data.
    const signature = author.signer.sign(waiting.getDigest());
    const late = await client.gateway.newSignedTransaction(waiting.getBytes(), signature).submit();
    expect((await late.getStatus()).code).toBe(0);
    expect(await ask(client, [{ do: 'get', collection: 'mine', key: 'late' }])).toEqual(['v']);
  });

  test('a file that is not what was dumped is refused, and nothing changes', async () => {
    const file = join(material.folder, `whole-${storage}.dump`);
    await network.devnet.dump(file);
    await put('d', 'stays');
    const { height } = network.channel.ledger;
    const whole = await readFile(file);
    const refusal = async (content: Buffer): Promise<string> => {
      const path = join(material.folder, `broken-${storage}.dump`);
      await writeFile(path, content);
      return reasonFor(network.devnet.load(path));
    };
    expect(await refusal(Buffer.from('something else'))).toMatch(/broken-.*: it is no dump/);
    expect(await refusal(whole.subarray(0, whole.length - 1))).toMatch(/it ends too early/);
    expect(await refusal(whole.subarray(0, 40_000))).toMatch(/it ends too early/);
    expect(await refusal(Buffer.concat([whole, Buffer.of(0)]))).toMatch(/behind its end/);
    const flipped = Buffer.from(whole);
    flipped[Math.floor(whole.length / 2)]! ^= 1;
    expect(await refusal(flipped)).toMatch(/it was changed|it ends too early/);
    expect(await reasonFor(network.devnet.load('/nowhere.dump'))).toMatch(/ENOENT/);
    expect(network.channel.ledger.height).toBe(height);
    expect(await get('d')).toBe('stays');
    await network.devnet.load(file);
    expect(await get('d')).toBe('');
  });

  test('a dump of another network is refused', async () => {
    const file = join(material.folder, `own-${storage}.dump`);
    await network.devnet.dump(file);
    const stranger = await TestNetwork.prepare();
    try {
      await stranger.open();
      expect(await reasonFor(stranger.devnet.load(file))).toMatch(
        /channel trade.*begins with another block|different networks/,
      );
    } finally {
      await stranger.close();
    }
  }, 30_000);

  test('a damaged snapshot is named', async () => {
    if (storage === 'memory') return;
    const id = await network.devnet.snapshot();
    const folder = join(network.config.dataDir, 'snapshots');
    expect(await readdir(folder)).toContain(`${id}.snapshot`);
    await truncate(join(folder, `${id}.snapshot`), 100);
    await expect(network.devnet.revert(id)).rejects.toThrow(
      `the snapshot ${join(folder, `${id}.snapshot`)} cannot be used: it ends too early`,
    );
    await put('e', 'goes on');
  });
});
