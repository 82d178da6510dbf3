import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { rosterDocument, rosterParts } from '@argosy/domain/register/roster';
import { documentKey } from '@argosy/domain/shared/ledger-key';
import { decodeRecord } from '@argosy/domain/shared/record-text';
import type { Database } from '@argosy/gateway/database/database';
import { projectionTables } from '@argosy/gateway/database/migrations';
import { documentsFoundIn } from 'argosy/audit/found-documents';
import { makeConsortium } from '../support/consortium.js';
import { application } from './deal.js';
import type { Effects } from './memory-envelope.js';
import { MemoryNetwork, sealsOf } from './memory-network.js';
import { readModelOf, Stand, temporaryDatabase } from './stand.js';

let database: Database;
let remove: () => Promise<void>;
let network: MemoryNetwork;
let stand: Stand;

/** What transactions did, in the order in which they were made. */
const done: Effects[] = [];

/** What a transaction did, but for what it wrote in a bank's own collection. */
const withoutSealOf = (msp: string) => (effects: Effects) => ({
  ...effects,
  privateWrites: effects.privateWrites.filter(
    ({ collection }) => collection !== `_implicit_org_${msp}`,
  ),
});
const same = (effects: Effects) => effects;

const keyOf = (reference: string) => documentKey('credit', [reference]);

const apply = async (reference: string, change: (effects: Effects) => Effects = same) => {
  network.trouble.effects = (effects) => {
    done.push(effects);
    return change(effects);
  };
  const answer = await stand.post('ines', '/v1/credits', {
    key: reference,
    body: application(reference),
  });
  expect(answer.statusCode).toBe(201);
};
const issue = (reference: string) =>
  stand.post('henrik', `/v1/credits/${reference}/actions/issue`, { key: reference, body: {} });

/** Let colluding members write a value under a key, as a transaction of its own. */
async function forge(key: string, value: string | Uint8Array | undefined, event?: string) {
  const announced = event === undefined ? {} : { event };
  network.write({ writes: [{ key, value }], privateWrites: [], ...announced });
  await indexed();
}

async function indexed(): Promise<void> {
  expect(await stand.channel().indexer.reached(BigInt(network.blocks.length), 5_000)).toBe(true);
}

beforeAll(async () => {
  network = new MemoryNetwork(await makeConsortium());
  ({ database, remove } = await temporaryDatabase());
  stand = await Stand.start({ network, database, name: 'quarantine' });
}, 60_000);
beforeEach(() => {
  done.splice(0);
});
afterAll(async () => {
  await stand.stop();
  await remove();
});

async function rows(sql: string): Promise<readonly object[]> {
  const role = await readModelOf(database, { stand: 'quarantine' });
  const [answer] = await role.run([{ sql, parameters: [] }]);
  return answer?.rows ?? [];
}

async function dump(): Promise<unknown> {
  const dumps = projectionTables.map((table) => rows(`select * from ${table} order by 1, 2, 3, 4`));
  return Promise.all(dumps);
}

/** What is quarantined from a block on. */
const quarantinedSince = (block: number) =>
  rows(
    `select kind, parts, reason, detail from quarantine where block >= ${block} order by block, place`,
  );

const pageOf = async (reference: string) =>
  (await stand.get('ines', `/v1/credits/${reference}`)).statusCode;

async function listed(): Promise<readonly string[]> {
  const list = await stand.get('ines', '/v1/credits?limit=100');
  return list.json<{ items: { reference: string }[] }>().items.map(({ reference }) => reference);
}

async function announced(): Promise<string> {
  return JSON.stringify(await rows('select changes from events'));
}

describe('a credit whose creation one bank did not seal', () => {
  const unsealed = { kind: 'credit', parts: ['FORGED'], reason: 'unsealed' };

  beforeAll(async () => {
    await apply('SEALED');
    await apply('FORGED', withoutSealOf('ExportBankMSP'));
    delete network.trouble.effects;
    await issue('FORGED');
    await issue('SEALED');
    await indexed();
  });

  test('stands in no list and on no page, before and after further changes', async () => {
    expect(await listed()).toEqual(['SEALED']);
    const page = await stand.get('ines', '/v1/credits/FORGED');
    expect(page.json()).toMatchObject({ status: 404, code: 'RECORD_NOT_FOUND' });
  });

  test('does not take the drawings with it, which both banks sealed', async () => {
    expect(await rows("select parts from documents where kind = 'drawings' order by 1")).toEqual([
      { parts: ['FORGED'] },
      { parts: ['SEALED'] },
    ]);
  });

  test('is announced to nobody, and has no history', async () => {
    const events = await announced();
    expect(events.match(/"document":"credit"/g)).toHaveLength(2);
    expect(events).not.toMatch(/"document":"credit","parts":\["FORGED"\]/);
    expect(await rows("select 1 from timeline where kind = 'credit'")).toHaveLength(2);
  });

  test('is named in a table of its own, as is what goes on from it', async () => {
    expect(await quarantinedSince(0)).toEqual([
      { ...unsealed, detail: 'ExportBankMSP' },
      { ...unsealed, detail: 'ExportBankMSP, ImportBankMSP' },
    ]);
  });

  test('is counted and named where the gateway says how it is, which stays ready', async () => {
    const [entry] = await rows('select block, transaction_id as "transactionId" from quarantine');
    const ready = await stand.app.inject('/readyz');
    expect(ready.json()).toMatchObject({
      ready: true,
      organisations: [
        {
          channels: [
            {
              quarantine: {
                count: 2,
                newest: [
                  { kind: 'credit', reason: 'unsealed', block: 4 },
                  { kind: 'credit', reason: 'unsealed', ...entry },
                ],
              },
            },
          ],
        },
        {},
      ],
    });
  });

  test('counts once its creation is written with all seals', async () => {
    await apply('LATER', withoutSealOf('ExportBankMSP'));
    expect(await pageOf('LATER')).toBe(404);
    const [creation] = done;
    if (creation === undefined) throw new Error('Nothing was created.');
    network.write(creation);
    await indexed();
    expect(await pageOf('LATER')).toBe(200);
  });
});

describe('what is no record of its kind, under the key of one', () => {
  const record = (changes: object) => async () => {
    const [row] = await rows(`select record from documents where parts = '["SEALED"]'`);
    const text = row !== undefined && 'record' in row ? String(row.record) : '';
    return JSON.stringify({ ...JSON.parse(text), ...changes });
  };
  const value = (text: string | Uint8Array) => () => Promise.resolve(text);

  test.each([
    ['that is no JSON', value('{'), /credit/],
    ['that is no text', value(Buffer.of(0xc3, 0x28)), /not valid/],
    ['that is another kind', record({ kind: 'bill' }), /kind/],
    ['under the key of another', record({}), /key of another/],
    [
      'of which the reason quotes what no database holds',
      record({ '\u0000\ud800': 1 }),
      /Unrecognized/,
    ],
    ['with a very long member', record({ ['x'.repeat(9_999)]: 1 }), /^.{300}…$/],
    ['with a version of no number', record({ version: 1e300 }), /version/],
  ])('%s counts for nothing', async (_case, make, detail) => {
    const from = network.blocks.length;
    const reference = `GARBLED-${from}`;
    await forge(keyOf(reference), await make());
    expect(await quarantinedSince(from)).toEqual([
      {
        kind: 'credit',
        parts: [reference],
        reason: 'unreadable',
        detail: expect.stringMatching(detail),
      },
    ]);
    expect(await pageOf(reference)).toBe(404);
    const ready = await stand.app.inject('/readyz');
    expect(ready.statusCode).toBe(200);
  });

  test('has a name of any length', async () => {
    const from = network.blocks.length;
    // Random, so that no compression makes it fit into an index.
    const long = Array.from({ length: 999 }, () => Math.random().toString(36)).join('');
    await forge(documentKey('credit', [long, long]), '{}');
    expect(await quarantinedSince(from)).toHaveLength(1);
  });

  test('takes a document with it that counted, until that is written with all seals', async () => {
    await apply('OVERWRITTEN');
    expect(await pageOf('OVERWRITTEN')).toBe(200);
    await forge(keyOf('OVERWRITTEN'), 'garbled');
    expect(await pageOf('OVERWRITTEN')).toBe(404);
    expect(await listed()).not.toContain('OVERWRITTEN');
    const [creation] = done;
    if (creation === undefined) throw new Error('Nothing was created.');
    const [written] = creation.writes.filter(({ key }) => key === keyOf('OVERWRITTEN'));
    await forge(keyOf('OVERWRITTEN'), written?.value);
    expect(await pageOf('OVERWRITTEN')).toBe(404);
    network.write(creation);
    await indexed();
    expect(await pageOf('OVERWRITTEN')).toBe(200);
  });

  test('and a version that no contract reaches is one like another', async () => {
    const large = 3_000_000_000;
    await apply('LARGE', (effects) => ({
      ...effects,
      writes: effects.writes.map(({ key, value: text }) =>
        key === keyOf('LARGE')
          ? { key, value: String(text).replace('"version":1', `"version":${large}`) }
          : { key, value: text },
      ),
    }));
    await indexed();
    const [credit] = await rows(`select version from documents where parts = '["LARGE"]'`);
    expect(credit).toEqual({ version: large });
  });
});

describe('an event that does not fit', () => {
  const change = {
    type: 'CreditIssued',
    document: 'credit',
    parts: ['SEALED'],
    version: 9,
    status: 'issued',
  };

  test.each([
    ['is no JSON', '{', /JSON/],
    ['is of another version', '{"v":3}', /^v: .*; changes: /],
    ['announces what was not done', JSON.stringify({ v: 2, changes: [change] }), /version 9/],
  ])('since it %s is told nobody', async (_case, event, detail) => {
    const from = network.blocks.length;
    await forge('foreign', 'value', event);
    expect(await quarantinedSince(from)).toEqual([
      { kind: 'event', parts: [], reason: 'event', detail: expect.stringMatching(detail) },
    ]);
    expect(await rows(`select 1 from events where block >= ${from}`)).toEqual([]);
  });

  test('does not take the documents of its transaction with it', async () => {
    const from = network.blocks.length;
    await apply('MISANNOUNCED', (effects) => ({ ...effects, event: '{}' }));
    await indexed();
    expect(await pageOf('MISANNOUNCED')).toBe(200);
    expect(await quarantinedSince(from)).toMatchObject([{ kind: 'event' }]);
  });
});

describe('a deleted key', () => {
  test('of a document that counted takes it away, and is told', async () => {
    await apply('DELETED');
    const from = network.blocks.length;
    await forge(keyOf('DELETED'), undefined);
    expect(await pageOf('DELETED')).toBe(404);
    expect(await quarantinedSince(from)).toEqual([
      { kind: 'credit', parts: ['DELETED'], reason: 'deleted', detail: '' },
    ]);
    await forge(keyOf('DELETED'), undefined);
    expect(await quarantinedSince(from)).toHaveLength(1);
  });

  test('of what counted for nothing is no further finding, and its name is free', async () => {
    await forge(keyOf('FREED'), 'garbled');
    const from = network.blocks.length;
    await forge(keyOf('FREED'), undefined);
    expect(await quarantinedSince(from)).toEqual([]);
    await apply('FREED');
    expect(await pageOf('FREED')).toBe(200);
  });

  test('of the roster makes nobody a member, before and after a restart', async () => {
    const roster = documentKey('roster', rosterParts);
    const [row] = await rows(`select record from documents where parts = '["roster"]'`);
    await forge(roster, undefined);
    await apply('NOBODYS');
    expect(await pageOf('NOBODYS')).toBe(404);
    await stand.channel().indexer.stop();
    await stand.channel().indexer.start();
    await apply('NOBODYS-2');
    expect(await pageOf('NOBODYS-2')).toBe(404);
    const text = row !== undefined && 'record' in row ? String(row.record) : '';
    await forge(roster, text);
    await apply('NOBODYS-3');
    expect(await pageOf('NOBODYS-3')).toBe(404);
    const privateWrites = sealsOf(decodeRecord(rosterDocument, text));
    network.write({ writes: [{ key: roster, value: text }], privateWrites });
    await indexed();
    await apply('SOMEBODYS');
    expect(await pageOf('SOMEBODYS')).toBe(200);
  });
});

describe('several changes of one document', () => {
  test('in one block are judged one after the other', async () => {
    await apply('CREATED');
    const [creation] = done;
    if (creation === undefined) throw new Error('Nothing was created.');
    const renamed = (reference: string): Effects => ({
      ...creation,
      writes: creation.writes.map(({ key, value }) => ({
        key: key === keyOf('CREATED') ? keyOf(reference) : key,
        value,
      })),
    });
    const garbled = { writes: [{ key: keyOf('CREATED'), value: 'garbled' }], privateWrites: [] };
    const deleted = { writes: [{ key: keyOf('CREATED'), value: undefined }], privateWrites: [] };
    const unsealed = { ...creation, privateWrites: [] };
    const from = network.blocks.length;
    network.writeAll([unsealed, garbled, deleted, unsealed, creation, unsealed, renamed('OTHER')]);
    await indexed();
    const found = await quarantinedSince(from);
    expect(found.filter((row) => 'kind' in row && row.kind === 'credit')).toMatchObject([
      { parts: ['CREATED'], reason: 'unreadable' },
      { parts: ['CREATED'], reason: 'unsealed' },
      { parts: ['OTHER'], reason: 'unreadable' },
    ]);
    expect(
      await rows(
        `select index from timeline where block = ${from} and kind = 'credit' order by index`,
      ),
    ).toEqual([{ index: 0 }, { index: 4 }, { index: 5 }]);
    expect(
      await rows(`select created_index, updated_index from documents where parts = '["CREATED"]'
        and kind = 'credit' and created_block = ${from}`),
    ).toEqual([{ created_index: 4, updated_index: 5 }]);
  });

  test('in one transaction come to the last', async () => {
    const from = network.blocks.length;
    const key = keyOf('TWICE');
    network.write({
      writes: [
        { key, value: 'first' },
        { key, value: undefined },
      ],
      privateWrites: [],
    });
    await apply('TWICE', (effects) => ({
      ...effects,
      writes: [{ key, value: 'garbled' }, ...effects.writes, ...effects.writes],
    }));
    await indexed();
    expect(await pageOf('TWICE')).toBe(200);
    expect(await quarantinedSince(from)).toEqual([]);
  });
});

describe('whoever goes through the same blocks again', () => {
  test('has the same read model', async () => {
    const before = await dump();
    await stand.channel().rebuild();
    await indexed();
    expect(await dump()).toEqual(before);
  });

  test('finds the same without a gateway', async () => {
    async function* blocks() {
      yield* network.blocks;
      return Promise.resolve();
    }
    const found = await documentsFoundIn(blocks(), 'argosy');
    const [counting] = await rows('select count(*) from documents');
    expect({ count: found.counting.length }).toEqual(counting);
    expect(found.quarantined).toEqual(
      await rows(`select kind, parts, block, transaction_id as "transactionId", by_msp as "byMsp", reason, detail
        from quarantine order by block, place`),
    );
  });
});
