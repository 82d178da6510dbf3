import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Fastify, { type FastifySchema } from 'fastify';
import { checkRoutes, publicRoutes } from '@argosy/gateway/http/public-routes';
import { makeConsortium } from '../../support/consortium.js';
import { MemoryNetwork } from '../memory-network.js';
import { hostOf, Stand, temporaryDatabase } from '../stand.js';

let remove: () => Promise<void>;
let stand: Stand;
// What the description of the interface adds to a schema, Fastify itself does not know.
const asking: FastifySchema & { readonly security: object[] } = { security: [{ token: [] }] };
const routes: { readonly method: 'GET' | 'POST'; readonly url: string }[] = [];

beforeAll(async () => {
  const temporary = await temporaryDatabase();
  ({ remove } = temporary);
  const network = new MemoryNetwork(await makeConsortium());
  stand = await Stand.start({ network, database: temporary.database, name: 'routes' });
  stand.app.get('/v1/planted', { schema: asking }, () => 'everybody reads this');
  const { paths } = (await stand.app.inject('/openapi.json')).json<{
    paths: Record<string, Record<string, unknown>>;
  }>();
  for (const [path, methods] of Object.entries(paths)) {
    const url = path.replaceAll(/\{[^}]+\}/g, 'x');
    for (const method of ['GET', 'POST'] as const)
      if (method.toLowerCase() in methods) routes.push({ method, url });
  }
}, 120_000);
afterAll(async () => {
  await stand.stop();
  await remove();
});

const open = new Set(publicRoutes.map(({ method, url }) => `${method} ${url}`));

describe('routes', () => {
  test('answer nobody who does not say who it is, but for those in the table', async () => {
    const headers = { host: hostOf('ines') };
    expect(routes.length).toBeGreaterThan(40);
    for (const { method, url } of routes) {
      const { statusCode } = await stand.app.inject({ method, url, headers });
      if (open.has(`${method} ${url}`)) expect([url, statusCode]).toEqual([url, 200]);
      else expect([method, url, statusCode]).toEqual([method, url, 401]);
    }
  });

  test('that are not public are not served where no organisation is named, and say where they are', async () => {
    for (const { method, url } of routes.filter((it) => !open.has(`${it.method} ${it.url}`))) {
      const answer = await stand.app.inject({ method, url, headers: { host: 'localhost:17000' } });
      expect([url, answer.statusCode]).toEqual([url, 421]);
      expect(answer.json()).toMatchObject({
        code: 'ORGANISATION_NOT_NAMED',
        detail: expect.stringContaining('Importer at http://importer.localhost:17000'),
      });
    }
  });

  test('planted beside the others ask who is there', async () => {
    const headers = { host: hostOf('ines') };
    const answer = await stand.app.inject({ url: '/v1/planted', headers });
    expect(answer.json()).toMatchObject({ status: 401, code: 'AUTHENTICATION_REQUIRED' });
    expect(answer.body).not.toContain('everybody');
    expect((await stand.get('ines', '/v1/planted')).body).toBe('everybody reads this');
  });

  test('that do not say that they ask, and are not in the table, stop the start', () => {
    const app = Fastify();
    checkRoutes(app);
    expect(() => app.get('/v1/open', () => 'hello')).toThrow(
      'GET /v1/open has to be either in the table',
    );
    const secured = { schema: asking };
    expect(() => app.get('/livez', secured, () => 'hello')).toThrow('GET /livez');
  });

  test('that the table names and nobody serves stop the start', async () => {
    const app = Fastify();
    checkRoutes(app);
    await expect(app.ready()).rejects.toThrow('names what is no route: GET /livez');
  });
});

describe('hosts', () => {
  test.each(['localhost', 'localhost:17000', '127.0.0.1:17000', '[::1]:17000'])(
    '%s names all organisations, and has the probes',
    async (host) => {
      const page = await stand.app.inject({ url: '/', headers: { host } });
      expect(page.body).toContain('href="http://importbank.localhost:17000/"');
      expect((await stand.app.inject({ url: '/livez', headers: { host } })).statusCode).toBe(200);
    },
  );

  test.each([
    'evil.example',
    'importer.localhost.evil.example',
    'importer.localhost:17001',
    'nobody.localhost:17000',
    'localhost.:17000',
    'xlocalhost',
  ])('%s is answered nothing', async (host) => {
    const answer = await stand.app.inject({ url: '/livez', headers: { host } });
    expect(answer.json()).toMatchObject({ status: 421, code: 'HOST_UNKNOWN' });
  });

  test('an organisation’s name is the same in capital letters', async () => {
    const headers = { host: 'IMPORTER.localhost:17000' };
    expect((await stand.app.inject({ url: '/v1/me', headers })).statusCode).toBe(401);
  });
});
