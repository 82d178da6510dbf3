import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { documentKey } from '@argosy/domain/shared/ledger-key';
import type { Database } from '@argosy/gateway/database/database';
import { projectionTables } from '@argosy/gateway/database/migrations';
import { auditSeals } from 'argosy/audit/unsealed-documents';
import { makeConsortium } from '../support/consortium.js';
import { application } from './deal.js';
import type { Effects } from './memory-envelope.js';
import { MemoryNetwork } from './memory-network.js';
import { Stand, temporaryDatabase } from './stand.js';

let database: Database;
let remove: () => Promise<void>;
let network: MemoryNetwork;
let stand: Stand;

/** What a transaction did, but for what it wrote in a bank's own collection. */
const withoutSealOf = (msp: string) => (effects: Effects) => ({
  ...effects,
  privateWrites: effects.privateWrites.filter(
    ({ collection }) => collection !== `_implicit_org_${msp}`,
  ),
});

const apply = (reference: string) =>
  stand.post('ines', '/v1/credits', { key: reference, body: application(reference) });
const issue = (reference: string) =>
  stand.post('henrik', `/v1/credits/${reference}/actions/issue`, { key: reference, body: {} });
const indexed = () => stand.importer.indexer.reached(BigInt(network.blocks.length), 5_000);

beforeAll(async () => {
  network = new MemoryNetwork(await makeConsortium());
  ({ database, remove } = await temporaryDatabase());
  stand = await Stand.start({ network, database, name: 'unsealed' });
  await apply('SEALED');
  network.trouble.effects = withoutSealOf('ExportBankMSP');
  await apply('FORGED');
  delete network.trouble.effects;
  await issue('FORGED');
  await issue('SEALED');
  await indexed();
}, 60_000);
afterAll(async () => {
  await stand.stop();
  await remove();
});

async function rows(sql: string): Promise<readonly object[]> {
  const role = await database.as('unsealed_importermsp');
  const [answer] = await role.run([{ sql, parameters: [] }]);
  return answer?.rows ?? [];
}

async function dump(): Promise<unknown> {
  const dumps = projectionTables.map((table) => rows(`select * from ${table} order by 1, 2, 3, 4`));
  return Promise.all(dumps);
}

const unsealed = {
  kind: 'credit',
  parts: ['FORGED'],
  block: 3,
  missing: 'ExportBankMSP',
};

describe('a credit whose creation one bank did not seal', () => {
  test('stands in no list and on no page, before and after further changes', async () => {
    const list = await stand.get('ines', '/v1/credits');
    const { items } = list.json<{ items: { reference: string }[] }>();
    expect(items.map(({ reference }) => reference)).toEqual(['SEALED']);
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
    const events = await rows('select changes from events');
    const changes = events.flatMap((row) =>
      'changes' in row ? [JSON.stringify(row.changes)] : [],
    );
    expect(changes.filter((text) => text.includes('"credit"'))).toHaveLength(2);
    expect(changes.filter((text) => text.includes('CreditIssued')).join()).not.toContain('FORGED');
    expect(await rows("select 1 from timeline where kind = 'credit'")).toHaveLength(2);
  });

  test('is named in a table of its own, and counted where the gateway says how it is', async () => {
    expect(await rows('select kind, parts, block, missing from unsealed')).toEqual([unsealed]);
    const ready = await stand.app.inject('/readyz');
    expect(ready.json()).toMatchObject({ ready: true, organisations: [{ unsealed: 1 }, {}] });
  });

  test('is found by an auditor who goes through the same blocks', async () => {
    async function* blocks() {
      yield* network.blocks;
      return Promise.resolve();
    }
    const audit = await auditSeals(blocks(), 'argosy');
    expect(audit).toMatchObject({ channel: 'trade', blocks: network.blocks.length });
    expect(audit.unsealed).toEqual([expect.objectContaining(unsealed)]);
  });
});

describe('what was written by others than the contracts', () => {
  const name = documentKey('credit', ['FORGED']);

  test('stays away after the read model is built again', async () => {
    const before = await dump();
    await stand.importer.indexer.rebuild();
    await indexed();
    expect(await dump()).toEqual(before);
  });

  test('and was deleted leaves its name free', async () => {
    network.write({ writes: [{ key: name, value: undefined }], privateWrites: [] });
    await indexed();
    expect(await rows('select kind from unsealed')).toEqual([]);
  });
});
