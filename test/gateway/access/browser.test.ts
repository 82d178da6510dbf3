import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '@argosy/gateway/database/database';
import { makeConsortium } from '../../support/consortium.js';
import { application } from '../deal.js';
import { MemoryNetwork } from '../memory-network.js';
import { hostOf, Stand, systemSecret, temporaryDatabase } from '../stand.js';
import { InjectedAgent, placeIn } from './agent.js';
import { askAsSystem, choose } from './sign-in.js';

let database: Database;
let remove: () => Promise<void>;
let network: MemoryNetwork;
let stand: Stand;
let log = '';

const start = (): Promise<Stand> => {
  const logger = { level: 'trace', stream: { write: (line: string) => (log += line) } };
  return Stand.start({ network, database, name: 'browser', logger });
};

beforeAll(async () => {
  ({ database, remove } = await temporaryDatabase());
  network = new MemoryNetwork(await makeConsortium());
  stand = await start();
}, 120_000);
afterAll(async () => {
  await stand.stop();
  await remove();
});

const browserAt = (actor: string): InjectedAgent => new InjectedAgent(stand.app, hostOf(actor));
const sessionOf = ({ cookies }: InjectedAgent): string | undefined =>
  cookies.get('argosy_importer_session');

/** Where the issuer sends a browser back to. */
async function returning(browser: InjectedAgent, returnTo?: string): Promise<string> {
  const query = returnTo === undefined ? '' : `?return_to=${encodeURIComponent(returnTo)}`;
  const issuer = placeIn(await browser.ask(`/sign-in${query}`));
  return choose(browser, placeIn(await browser.ask(issuer)), 'ines');
}

async function signedIn(): Promise<InjectedAgent> {
  const browser = browserAt('ines');
  await browser.ask(await returning(browser));
  return browser;
}

describe('signing in with a browser', () => {
  test('ends where it began, with a cookie that no script reads', async () => {
    const browser = browserAt('ines');
    const answer = await browser.ask(await returning(browser, '/docs'));
    expect([answer.statusCode, placeIn(answer)]).toEqual([303, '/docs']);
    const cookie = answer.cookies.find(({ name }) => name === 'argosy_importer_session');
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', maxAge: 43_200 });
    expect(cookie).not.toHaveProperty('domain');
    const me = await browser.ask('/v1/me');
    expect(me.json()).toMatchObject({ id: 'ines', kind: 'person' });
    expect((await browser.ask('/')).body).toContain('Signed in as <strong>Ines Duarte</strong>');
  });

  test.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)'])(
    'does not end at %s',
    async (place) => {
      const answer = await browserAt('ines').ask(`/sign-in?return_to=${encodeURIComponent(place)}`);
      expect(answer.json()).toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
    },
  );

  test('can be ended once only', async () => {
    const browser = browserAt('ines');
    const back = await returning(browser);
    const binding = browser.cookies.get('argosy_importer_sign_in') ?? '';
    expect((await browser.ask(back)).statusCode).toBe(303);
    browser.cookies.set('argosy_importer_sign_in', binding);
    expect((await browser.ask(back)).json()).toMatchObject({ status: 400, code: 'SIGN_IN_FAILED' });
  });

  test('can be ended by the browser alone that began it', async () => {
    const back = await returning(browserAt('ines'));
    const other = browserAt('ines');
    await other.ask('/sign-in');
    expect((await other.ask(back)).json()).toMatchObject({ code: 'SIGN_IN_FAILED' });
    expect(sessionOf(other)).toBeUndefined();
  });

  test.each([
    ['another state', (back: URL) => back.searchParams.set('state', 'x'.repeat(43))],
    ['no state', (back: URL) => back.searchParams.delete('state')],
    ['another code', (back: URL) => back.searchParams.set('code', 'x'.repeat(43))],
    ['another issuer', (back: URL) => back.searchParams.set('iss', 'http://elsewhere.test')],
    ['no issuer', (back: URL) => back.searchParams.delete('iss')],
  ])('fails with %s', async (_case, spoil) => {
    const browser = browserAt('ines');
    const back = new URL(await returning(browser));
    spoil(back);
    expect((await browser.ask(back.href)).json()).toMatchObject({ code: 'SIGN_IN_FAILED' });
    expect(sessionOf(browser)).toBeUndefined();
  });

  test('by nobody says so', async () => {
    const browser = browserAt('ines');
    const page = placeIn(await browser.ask(placeIn(await browser.ask('/sign-in'))));
    const answer = await browser.ask(await choose(browser, page, ''));
    expect(answer.json()).toMatchObject({
      code: 'SIGN_IN_FAILED',
      detail: expect.stringContaining('access_denied'),
    });
  });
});

describe('a session', () => {
  const write = (browser: InjectedAgent, origin?: string) =>
    browser.ask('/v1/credits', {
      method: 'POST',
      headers: { 'idempotency-key': 'cookie', ...(origin === undefined ? {} : { origin }) },
      payload: application('COOKIE-1'),
    });

  test('writes from its own pages only', async () => {
    const browser = await signedIn();
    for (const origin of [
      undefined,
      'null',
      'http://importbank.localhost:17000',
      'http://importer.localhost',
    ])
      expect((await write(browser, origin)).json()).toMatchObject({
        status: 403,
        code: 'ORIGIN_FOREIGN',
      });
    expect((await write(browser, browser.origin)).statusCode).toBe(201);
  });

  test('of one organisation is worth nothing at another', async () => {
    const session = sessionOf(await signedIn()) ?? '';
    const bank = browserAt('henrik');
    bank.cookies.set('argosy_importer_session', session);
    expect((await bank.ask('/v1/me')).json()).toMatchObject({ code: 'AUTHENTICATION_REQUIRED' });
    bank.cookies.set('argosy_importbank_session', session);
    expect((await bank.ask('/v1/me')).json()).toMatchObject({ status: 401, code: 'SESSION_ENDED' });
  });

  test('that was ended is worth nothing, whoever kept the cookie', async () => {
    const browser = await signedIn();
    const session = sessionOf(browser) ?? '';
    const foreign = await browser.ask('/sign-out', { method: 'POST' });
    expect(foreign.json()).toMatchObject({ code: 'ORIGIN_FOREIGN' });
    expect(placeIn(await browser.submit('/sign-out', {}))).toBe('/');
    expect(sessionOf(browser)).toBeUndefined();
    browser.cookies.set('argosy_importer_session', session);
    expect((await browser.ask('/v1/me')).json()).toMatchObject({ code: 'SESSION_ENDED' });
    expect((await browser.ask('/')).body).toContain('Sign in');
  });

  test('goes on after a restart', async () => {
    const session = sessionOf(await signedIn()) ?? '';
    await stand.stop();
    stand = await start();
    const browser = browserAt('ines');
    browser.cookies.set('argosy_importer_session', session);
    expect((await browser.ask('/v1/me')).json()).toMatchObject({ id: 'ines' });
  }, 30_000);
});

test('the log has neither codes nor cookies nor tokens nor secrets', async () => {
  const browser = browserAt('ines');
  const back = await returning(browser);
  const binding = browser.cookies.get('argosy_importer_sign_in') ?? '';
  await browser.ask(back);
  await askAsSystem(browser, { id: 'importer-erp', secret: systemSecret });
  const token = await stand.token('ines');
  await stand.get('ines', '/v1/me');
  const { searchParams } = new URL(back);
  const secrets = ['code', 'state'].map((name) => searchParams.get(name) ?? '');
  expect(log).toContain('/sign-in/callback');
  expect(log).toContain('/oidc/token');
  for (const secret of [...secrets, binding, token, systemSecret, sessionOf(browser) ?? '']) {
    expect(secret.length).toBeGreaterThan(20);
    expect(log).not.toContain(secret);
  }
});
