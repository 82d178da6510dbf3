import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createSecretKey, generateKeyPairSync } from 'node:crypto';
import type { JWK } from 'jose';
import { makeConsortium } from '../../support/consortium.js';
import { MemoryNetwork } from '../memory-network.js';
import { hostOf, Stand, systemSecret, temporaryDatabase } from '../stand.js';
import { InjectedAgent, placeIn } from './agent.js';
import { forgedAt, type Forgery } from './forged.js';
import {
  askAsSystem,
  authorizationAddress,
  choose,
  codeOf,
  exchange,
  pkce,
  tokenOf,
} from './sign-in.js';

let remove: () => Promise<void>;
let stand: Stand;
let keyFolder: string;
let ahead = 0;

beforeAll(async () => {
  const temporary = await temporaryDatabase();
  ({ remove } = temporary);
  keyFolder = await mkdtemp(join(tmpdir(), 'argosy-tokens-'));
  stand = await Stand.start({
    network: new MemoryNetwork(await makeConsortium()),
    database: temporary.database,
    name: 'tokens',
    keyFolder,
    now: () => new Date(Date.now() + ahead),
  });
}, 120_000);
afterAll(async () => {
  await stand.stop();
  await remove();
  await rm(keyFolder, { recursive: true });
});

const agentOf = (actor: string): InjectedAgent => new InjectedAgent(stand.app, hostOf(actor));

async function whoIs(token: string, at = 'ines'): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await agentOf(at).ask('/v1/me', { headers });
  return {
    status: answer.statusCode,
    challenge: answer.headers['www-authenticate'],
    ...answer.json<Record<string, unknown>>(),
  };
}

async function kept(): Promise<JWK> {
  const { signing } = JSON.parse(await readFile(join(keyFolder, 'ImporterMSP.json'), 'utf8'));
  return signing;
}

/** A token that the issuer could have given to ines, but for what is said. */
function forged({ claims = {}, ...others }: Forgery): Promise<string> {
  const issuer = { keyFolder, organisation: 'importer', msp: 'ImporterMSP' };
  return forgedAt(issuer, { ...others, claims: { sub: 'ines', ...claims } });
}

beforeAll(() => tokenOf(agentOf('ines'), 'ines'));

describe('a token', () => {
  test('of a person is good at the own organisation', async () => {
    expect(await whoIs(await tokenOf(agentOf('ines'), 'ines'))).toMatchObject({
      status: 200,
      kind: 'person',
      id: 'ines',
      organisation: { msp: 'ImporterMSP' },
    });
  });

  test('of a system names the system', async () => {
    const answer = await askAsSystem(agentOf('ines'), { id: 'importer-erp', secret: systemSecret });
    const { access_token: token, expires_in: seconds } = answer.json<Record<string, never>>();
    expect(seconds).toBe(600);
    expect(await whoIs(String(token))).toMatchObject({ kind: 'system', id: 'importer-erp' });
  });

  test('forged as the tests forge it is good, so that what they spoil is what is refused', async () => {
    expect(await whoIs(await forged({}))).toMatchObject({ status: 200, id: 'ines' });
  });

  test('is good until it expires, and not a moment longer, also when it was seen before', async () => {
    const exp = Math.floor(Date.now() / 1_000) + 30;
    const token = await forged({ claims: { exp } });
    expect(await whoIs(token)).toMatchObject({ status: 200 });
    ahead = exp * 1_000 - Date.now() - 500;
    expect(await whoIs(token)).toMatchObject({ status: 200 });
    ahead = exp * 1_000 - Date.now() + 1;
    expect(await whoIs(token)).toMatchObject({
      status: 401,
      code: 'TOKEN_INVALID',
      challenge: 'Bearer error="invalid_token"',
      detail: expect.stringContaining(`has expired at ${new Date(exp * 1_000).toISOString()}`),
    });
    ahead = 0;
  });

  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const refused: readonly [string, () => Promise<string>, string][] = [
    ['of another organisation', () => tokenOf(agentOf('henrik'), 'henrik'), 'issuer'],
    [
      'for another audience',
      () => forged({ claims: { aud: 'http://importbank.localhost:17000' } }),
      'another audience',
    ],
    [
      'of another issuer',
      () => forged({ claims: { iss: 'http://elsewhere.test' } }),
      'another issuer',
    ],
    ['signed by another key', () => forged({ key: other }), 'no access token'],
    [
      'that is not good yet',
      () => forged({ claims: { nbf: Date.now() / 1_000 + 60 } }),
      'not good yet',
    ],
    ['of another type', () => forged({ header: { typ: 'JWT' } }), 'typ'],
    ['without a client', () => forged({ claims: { client_id: undefined } }), 'client_id'],
    ['without an end', () => forged({ claims: { exp: undefined } }), 'exp'],
    ['that is none', async () => 'x'.repeat(43), 'no access token'],
  ];
  test.each(refused)('%s is refused', async (_case, make, says) => {
    const answer = await whoIs(await make());
    expect(answer).toMatchObject({ status: 401, code: 'TOKEN_INVALID' });
    expect(answer['detail']).toContain(says);
  });

  test('signed with nothing is refused', async () => {
    const [, payload] = (await forged({})).split('.');
    const header = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url');
    for (const token of [`${header}.${payload}.`, `${header}.${payload}`])
      expect(await whoIs(token)).toMatchObject({ status: 401, code: 'TOKEN_INVALID' });
  });

  test('signed with the public key for a secret is refused', async () => {
    const { d: _private, ...open } = await kept();
    const pem = JSON.stringify(open);
    const key = createSecretKey(Buffer.from(pem));
    const token = await forged({ header: { alg: 'HS256' }, key });
    expect(await whoIs(token)).toMatchObject({ status: 401, code: 'TOKEN_INVALID' });
  });

  test.each([
    ['of nobody known', { sub: 'mallory' }],
    ['of a person who claims to be a client', { sub: 'ines', client_id: 'ines' }],
    ['of a system that another client asked for', { sub: 'importer-erp' }],
  ])('%s is refused', async (_case, claims) => {
    const answer = await whoIs(await forged({ claims }));
    expect(answer).toMatchObject({ status: 403, code: 'PERSON_UNKNOWN' });
  });

  test('is not taken from other schemes, nor does a session stand in for it', async () => {
    const headers = { authorization: 'Basic aW5lczo=' };
    const answer = await agentOf('ines').ask('/v1/me', { headers });
    expect(answer.json()).toMatchObject({ status: 401, code: 'TOKEN_INVALID' });
  });
});

describe('the issuer', () => {
  test('refuses a code that was used, and a verifier that is another', async () => {
    const agent = agentOf('ines');
    const grant = await codeOf(agent, 'ines');
    expect((await exchange(agent, grant)).statusCode).toBe(200);
    expect((await exchange(agent, grant)).json()).toMatchObject({ error: 'invalid_grant' });
    const second = await codeOf(agent, 'ines');
    const wrong = { ...second, verifier: pkce().verifier };
    expect((await exchange(agent, wrong)).json()).toMatchObject({ error: 'invalid_grant' });
    const third = await codeOf(agent, 'ines');
    const elsewhere = { redirect_uri: 'http://127.0.0.1:1/callback' };
    expect((await exchange(agent, third, elsewhere)).json()).toMatchObject({
      error: 'invalid_grant',
    });
  });

  test.each([
    ['no PKCE', { code_challenge: undefined, code_challenge_method: undefined }],
    ['plain PKCE', { code_challenge_method: 'plain' }],
    ['a response type that gives out tokens', { response_type: 'token' }],
    ['another organisation’s interface', { resource: 'http://importbank.localhost:17000' }],
  ])('sends a client with %s back without a code', async (_case, changes) => {
    const answer = await agentOf('ines').ask(authorizationAddress(pkce().challenge, changes));
    const place = new URL(placeIn(answer), 'http://127.0.0.1:8765');
    expect(place.pathname).toBe('/callback');
    expect(place.search + place.hash).toMatch(/error=/);
    expect(place.search + place.hash).not.toMatch(/code=/);
  });

  test.each([
    ['an address that is not registered', { redirect_uri: 'http://127.0.0.1:8765/elsewhere' }],
    ['an address elsewhere', { redirect_uri: 'https://evil.example/callback' }],
    ['a client that is none', { client_id: 'mallory' }],
  ])('sends nobody anywhere for %s', async (_case, changes) => {
    const answer = await agentOf('ines').ask(authorizationAddress(pkce().challenge, changes));
    expect(answer.statusCode).toBe(400);
    expect(answer.headers.location).toBeUndefined();
  });

  test('lists its own people on a page without scripts, and takes no others', async () => {
    const agent = agentOf('ines');
    const page = placeIn(await agent.ask(authorizationAddress(pkce().challenge)));
    const shown = await agent.ask(page);
    expect(shown.headers['content-type']).toContain('text/html');
    expect(shown.headers['content-security-policy']).toContain("default-src 'none'");
    expect(shown.body).toContain('Ines Duarte');
    expect(shown.body).toContain('argosy-cli');
    expect(shown.body).not.toMatch(/<script|Henrik/);
    const foreign = await agent.submit(page, { person: 'henrik' });
    expect(foreign.json()).toMatchObject({ code: 'PERSON_UNKNOWN' });
    expect(await choose(agent, page, '')).toContain('error=access_denied');
  });

  test('remembers nobody: another may sign in with the same browser', async () => {
    const agent = agentOf('ines');
    await codeOf(agent, 'ines');
    const page = placeIn(await agent.ask(authorizationAddress(pkce().challenge)));
    expect(page).toContain('/oidc/interaction/');
    expect(await choose(agent, page, 'ines')).toContain('code=');
  });

  test('does not go on with another browser’s sign-in', async () => {
    const page = placeIn(await agentOf('ines').ask(authorizationAddress(pkce().challenge)));
    const answer = await agentOf('ines').submit(page, { person: 'ines' });
    expect(answer.json()).toMatchObject({ status: 400, code: 'SIGN_IN_FAILED' });
  });

  test('keeps its key where nobody else can read it', async () => {
    const { mode } = await stat(join(keyFolder, 'ImporterMSP.json'));
    expect(mode & 0o777).toBe(0o600);
  });

  test('refuses wrong secrets, and after five of them everything for the rest of the minute', async () => {
    const tries = (secret: string) => askAsSystem(agentOf('ines'), { id: 'importer-erp', secret });
    for (let count = 0; count < 5; count += 1) expect((await tries('wrong')).statusCode).toBe(401);
    const stopped = await tries(systemSecret);
    expect(stopped.json()).toMatchObject({ status: 429, code: 'TOO_MANY_ATTEMPTS' });
    expect(Number(stopped.headers['retry-after'])).toBeGreaterThan(50);
    const other = await askAsSystem(agentOf('ines'), { id: 'another', secret: 'wrong' });
    expect(other.statusCode).toBe(401);
    ahead = 60_001;
    expect((await tries(systemSecret)).statusCode).toBe(200);
    ahead = 0;
  });

  test('knows no system of another organisation', async () => {
    const answer = await askAsSystem(agentOf('henrik'), {
      id: 'importer-erp',
      secret: systemSecret,
    });
    expect(answer.statusCode).toBe(401);
  });
});
