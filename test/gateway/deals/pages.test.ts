import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { LightMyRequestResponse } from 'fastify';
import type { Database } from '@argosy/gateway/database/database';
import { aCredit } from '../../../chaincode/domain/test-support/credits.js';
import { makeConsortium } from '../../support/consortium.js';
import { MemoryNetwork } from '../memory-network.js';
import { hostOf, Stand, temporaryDatabase } from '../stand.js';
import { onTrade, reference, written } from './whole-deal.js';

jest.setTimeout(20_000);

let database: Database;
let remove: () => Promise<void>;
let stand: Stand;

const hostile = `"><script>alert('1')</script><img src=x onerror=alert(2)>`;

beforeAll(async () => {
  const trade = new MemoryNetwork(await makeConsortium());
  const border = new MemoryNetwork(await makeConsortium(undefined, 'border'), 'border');
  ({ database, remove } = await temporaryDatabase());
  stand = await Stand.start({ network: trade, border, database, name: 'pages' });
  const { parties, terms } = aCredit();
  const foul = aCredit({
    reference: 'FOUL',
    parties: { ...parties, applicant: { ...parties.applicant, name: hostile } },
    terms: { ...terms, goods: hostile },
    status: 'returned',
    reason: hostile,
  });
  trade.write(written(Object.values(onTrade)));
  trade.write(written([foul]));
  await stand.channel().indexer.reached(BigInt(trade.blocks.length), 5_000);
}, 60_000);
afterAll(async () => {
  await stand.stop();
  await remove();
});

const open = (host: string, url: string, headers: Record<string, string> = {}) =>
  stand.app.inject({ method: 'GET', url, headers: { host, ...headers } });
const importer = hostOf('ines');
const address = `/deals/${encodeURIComponent(reference)}`;

/** A page for people, under the policy of the gateway: nothing stands in it that could run. */
function expectPage({ headers, body }: LightMyRequestResponse): void {
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(headers['cache-control']).toBe('no-store');
  expect(headers['content-security-policy']).toMatch(/script-src 'self'/);
  expect(headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe/);
  expect(body).toMatch(/^<!doctype html>\n<html lang="en">/);
  expect(body).not.toMatch(/<script(?! type="module" src="\/assets\/live.js">)/);
  expect(body).not.toMatch(/<style|<img|<iframe|<[a-z]+[^>]* (style|on[a-z]+)=/);
  expect(body).not.toContain('undefined');
}

describe('the plain address', () => {
  test('names each organisation, its channels and its address', async () => {
    const answer = await open('localhost:17000', '/');
    expectPage(answer);
    expect(answer.body).toContain('href="http://exportcontrol.localhost:17000/"');
    expect(answer.body.match(/<tr/g)).toHaveLength(1 + stand.organisations.length);
  });

  test('has no deals', async () => {
    const answer = await open('localhost:17000', address);
    expect(answer.statusCode).toBe(421);
    expectPage(answer);
  });
});

describe('whoever is not signed in', () => {
  test('is asked to, on the first page', async () => {
    const answer = await open(importer, '/');
    expectPage(answer);
    expect(answer.body).toContain('href="/sign-in?return_to=%2F"');
    expect(answer.body).not.toContain(reference);
  });

  test('is sent to sign in and back, from every other', async () => {
    const answer = await open(importer, address);
    expect(answer.statusCode).toBe(303);
    const { location } = answer.headers;
    expect(location).toBe(`/sign-in?return_to=${encodeURIComponent(address)}`);
    expect((await open(importer, String(location))).statusCode).toBe(303);
  });

  test('is sent there with a session that is over', async () => {
    const name = 'argosy_importer_session';
    const answer = await open(importer, address, { cookie: `${name}=${'x'.repeat(43)}` });
    expect(answer.statusCode).toBe(303);
  });
});

describe('the page of a deal', () => {
  test('says who looks, on which kind of network, and what there is', async () => {
    const answer = await stand.get('ines', address);
    expectPage(answer);
    for (const text of [
      'devnet: development network, no consensus',
      'Ines Duarte',
      '珠江出口',
      '100000.00 USD',
      'UTC',
    ]) {
      expect(answer.body).toContain(text);
    }
  });

  test('shows what members wrote as text', async () => {
    const answer = await stand.get('ines', '/deals/FOUL');
    expectPage(answer);
    expect(answer.body.split('&lt;script&gt;alert(&#39;1&#39;)').length).toBeGreaterThan(3);
  });

  test('has each id once, and each link on it leads somewhere', async () => {
    const { body } = await stand.get('ines', address);
    const ids = [...body.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const places = [...body.matchAll(/href="#([^"]+)"/g)].map(([, place]) => place);
    expect(places.filter((place) => !ids.includes(place))).toEqual([]);
  });

  test('of which there is none, and for who is not on the channel, is a page that says so', async () => {
    const none = await stand.get('ines', `/deals/${encodeURIComponent(hostile)}`);
    expect(none.statusCode).toBe(404);
    expectPage(none);
    const outsider = await stand.get('lucia', address);
    expect(outsider.statusCode).toBe(403);
    expectPage(outsider);
    expect(outsider.body).toContain('CHANNEL_NOT_JOINED');
    expect(outsider.body).not.toContain('100000.00');
  });
});

describe('what pages load', () => {
  test.each([
    ['/assets/page.css', 'text/css; charset=utf-8'],
    ['/assets/live.js', 'text/javascript; charset=utf-8'],
  ])('%s is sent once, until it changes', async (url, type) => {
    const first = await open('localhost:17000', url);
    expect([first.statusCode, first.headers['content-type']]).toEqual([200, type]);
    const again = await open(importer, url, { 'if-none-match': String(first.headers.etag) });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });
});
