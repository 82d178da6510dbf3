import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Database } from '@argosy/gateway/database/database';
import { makeConsortium } from '../support/consortium.js';
import { application, licenceApplication, readiness } from './deal.js';
import { MemoryNetwork } from './memory-network.js';
import { Stand, temporaryDatabase } from './stand.js';

jest.setTimeout(20_000);

let database: Database;
let remove: () => Promise<void>;
let trade: MemoryNetwork;
let border: MemoryNetwork;
let stand: Stand;

const { applicant } = application('X').parties;

beforeAll(async () => {
  trade = new MemoryNetwork(await makeConsortium());
  border = new MemoryNetwork(await makeConsortium(undefined, 'border'), 'border');
  ({ database, remove } = await temporaryDatabase());
  stand = await Stand.start({ network: trade, border, database, name: 'lists' });
  for (const reference of ['A-1', 'A-2', 'A-3', 'A-4']) await apply(reference);
  // The first of them is changed last.
  await issue('A-3');
  await issue('A-1');
  for (const reference of ['L-1', 'L-2']) {
    await stand.post('omar', '/v1/licences', {
      key: reference,
      body: licenceApplication(reference),
    });
  }
  for (const [reference, licence] of [
    ['S-1', 'L-1'],
    ['S-2', 'L-2'],
    ['S-3', 'L-1'],
  ] as const) {
    const body = readiness(reference, licence);
    await stand.post('omar', '/v1/shipments', { key: reference, body });
  }
  await indexed();
}, 60_000);
afterAll(async () => {
  await stand.stop();
  await remove();
});

async function apply(reference: string, change: object = {}): Promise<void> {
  const body = { ...application(reference), ...change };
  const answer = await stand.post('ines', '/v1/credits', { key: reference, body });
  expect(answer.statusCode).toBe(201);
}

async function issue(reference: string): Promise<void> {
  const url = `/v1/credits/${reference}/actions/issue`;
  const answer = await stand.post('henrik', url, { key: `issue ${reference}`, body: {} });
  expect(answer.statusCode).toBe(201);
}

async function indexed(): Promise<void> {
  for (const network of [trade, border]) {
    const { indexer } = stand.channel(network === trade ? 'trade' : 'border');
    expect(await indexer.reached(BigInt(network.blocks.length), 5_000)).toBe(true);
  }
}

interface Page {
  readonly items: readonly { readonly reference: string }[];
  readonly nextCursor?: string;
}

async function page(url: string): Promise<Page> {
  const answer = await stand.get('ines', url);
  expect([url, answer.statusCode]).toEqual([url, 200]);
  return answer.json();
}

async function references(url: string): Promise<readonly string[]> {
  return (await page(url)).items.map(({ reference }) => reference);
}

describe('a list', () => {
  test.each([
    ['', ['A-4', 'A-3', 'A-2', 'A-1']],
    ['?order=asc', ['A-1', 'A-2', 'A-3', 'A-4']],
    ['?sort=updated', ['A-1', 'A-3', 'A-4', 'A-2']],
    ['?sort=updated&order=asc', ['A-2', 'A-4', 'A-3', 'A-1']],
    ['?status=issued&order=asc', ['A-1', 'A-3']],
    ['?status=issued&sort=updated&order=asc', ['A-3', 'A-1']],
    ['?party=ExportBankMSP&status=applied', ['A-4', 'A-2']],
    ['?party=CarrierMSP', []],
  ])('of credits%s is in that order', async (query, expected) => {
    expect(await references(`/v1/credits${query}`)).toEqual(expected);
  });

  test.each([
    ['licence=L-1', ['S-3', 'S-1']],
    ['licence=L-1&order=asc', ['S-1', 'S-3']],
    ['licence=L-2&party=CarrierMSP', ['S-2']],
    ['licence=L-2&party=CustomsMSP', []],
    ['licence=L-3', []],
  ])('of shipments is narrowed by %s', async (query, expected) => {
    expect(await references(`/v1/shipments?${query}`)).toEqual(expected);
  });

  test('narrowed by a party has those in which it is another one', async () => {
    const other = { msp: 'ImportBankMSP', name: 'Import Bank' };
    await apply('P-1', { parties: { ...application('X').parties, advisingBank: other } });
    await indexed();
    expect(await references('/v1/credits?party=ExportBankMSP')).not.toContain('P-1');
    expect(await references(`/v1/credits?party=${applicant.msp}`)).toContain('P-1');
  });

  test.each([
    'sort=amount',
    'order=up',
    'party=',
    'party=a%20b',
    'shipment=S-1',
    'licence=a&licence=b',
  ])('refuses %s', async (query) => {
    const answer = await stand.get('ines', `/v1/shipments?${query}`);
    expect(answer.json()).toMatchObject({ status: 400, code: 'REQUEST_INVALID', errors: [{}] });
  });
});

describe('a cursor', () => {
  test.each(['sort=created&order=desc', 'sort=created&order=asc'])(
    'with %s brings each document once, whatever is written and changed meanwhile',
    async (query) => {
      const before = await references(`/v1/credits?${query}&limit=100`);
      const seen: string[] = [];
      let cursor: string | undefined = '';
      for (let count = 0; cursor !== undefined; count += 1) {
        const from: string = cursor === '' ? '' : `&cursor=${cursor}`;
        const { items, nextCursor }: Page = await page(`/v1/credits?${query}&limit=1${from}`);
        seen.push(...items.map(({ reference }) => reference));
        cursor = nextCursor;
        const isAscending = query.endsWith('asc');
        // Ascending, what is new comes at the end, and the list would not end.
        if (count < 2) await apply(`N${isAscending ? 'A' : 'D'}-${count}`);
        if (count === 1) await issue(isAscending ? 'A-2' : 'A-4');
        await indexed();
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toEqual(expect.arrayContaining([...before]));
      expect(seen.filter((it) => before.includes(it))).toEqual(before);
    },
  );

  test('with sort=updated&order=asc passes nothing over', async () => {
    const url = '/v1/credits?sort=updated&order=asc&limit=1';
    const { items, nextCursor } = await page(url);
    const [first] = items;
    await apply('U-1');
    await indexed();
    const rest = await references(
      `/v1/credits?sort=updated&order=asc&limit=100&cursor=${String(nextCursor)}`,
    );
    const all = await references('/v1/credits?sort=updated&order=asc&limit=100');
    expect([first?.reference, ...rest]).toEqual(all);
    expect(rest.at(-1)).toBe('U-1');
  });

  test('of another order is refused', async () => {
    const { nextCursor } = await page('/v1/credits?limit=1');
    for (const query of ['order=asc', 'sort=updated']) {
      const url = `/v1/credits?${query}&cursor=${String(nextCursor)}`;
      const answer = await stand.get('ines', url);
      expect(answer.json()).toMatchObject({
        status: 400,
        errors: [{ message: 'is a place in a list with sort=created and order=desc' }],
      });
    }
  });
});
