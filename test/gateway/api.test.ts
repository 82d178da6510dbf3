import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { documentKind } from '@argosy/domain/documents';
import type { Database } from '@argosy/gateway/database/database';
import { servedDocuments } from '@argosy/gateway/documents/all';
import { makeConsortium } from '../support/consortium.js';
import { application } from './deal.js';
import { MemoryNetwork } from './memory-network.js';
import { hostOf, Stand, temporaryDatabase } from './stand.js';

let database: Database;
let remove: () => Promise<void>;
let network: MemoryNetwork;
let stand: Stand;

beforeAll(async () => {
  network = new MemoryNetwork(await makeConsortium());
  ({ database, remove } = await temporaryDatabase());
  stand = await Stand.start({ network, database, name: 'api' });
  await stand.app.listen({ host: '127.0.0.1', port: 0 });
  for (const reference of ['A-1', 'A-2', 'A-3']) {
    await stand.post('ines', '/v1/credits', { key: reference, body: application(reference) });
  }
  await stand.post('henrik', '/v1/credits/A-2/actions/issue', { key: 'issue', body: {} });
  await stand.channel().indexer.reached(6n, 2_000);
}, 60_000);

afterAll(async () => {
  await stand.stop();
  await remove();
});

const documentSchema = z.object({
  openapi: z.string(),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        operationId: z.string(),
        summary: z.string(),
        tags: z.array(z.string()).min(1),
        requestBody: z
          .object({ content: z.record(z.string(), z.looseObject({ schema: z.looseObject({}) })) })
          .optional(),
        responses: z.record(z.string(), z.looseObject({})),
      }),
    ),
  ),
  components: z.object({ schemas: z.record(z.string(), z.looseObject({})) }),
});

describe('the OpenAPI document', () => {
  async function document(): Promise<z.infer<typeof documentSchema>> {
    return documentSchema.parse((await stand.app.inject('/openapi.json')).json());
  }

  test('is of version 3.1 and names every route once', async () => {
    const { openapi, paths } = await document();
    expect(openapi).toBe('3.1.0');
    const addresses = Object.keys(paths);
    expect(addresses.filter((it) => !it.includes('/actions/')).sort()).toEqual([
      '/livez',
      '/readyz',
      '/v1/amendments',
      '/v1/amendments/{credit}/{number}',
      '/v1/bills',
      '/v1/bills/{carrierCode}/{reference}',
      '/v1/channels/{channel}/calendars',
      '/v1/channels/{channel}/calendars/{place}/{year}',
      '/v1/channels/{channel}/code-lists',
      '/v1/channels/{channel}/code-lists/{name}',
      '/v1/channels/{channel}/confidential-terms',
      '/v1/channels/{channel}/confidential-terms/{collection}/{sha256}',
      '/v1/channels/{channel}/decisions',
      '/v1/channels/{channel}/decisions/{reference}',
      '/v1/channels/{channel}/members',
      '/v1/channels/{channel}/members/{msp}',
      '/v1/channels/{channel}/roster',
      '/v1/credits',
      '/v1/credits/{reference}',
      '/v1/deals',
      '/v1/deals/{credit}',
      '/v1/declarations',
      '/v1/declarations/{reference}',
      '/v1/events',
      '/v1/examinations',
      '/v1/examinations/{presentation}/{bank}',
      '/v1/licences',
      '/v1/licences/{reference}',
      '/v1/me',
      '/v1/operations/{id}',
      '/v1/presentations',
      '/v1/presentations/{reference}',
      '/v1/proceeds',
      '/v1/proceeds/{presentation}',
      '/v1/receipts',
      '/v1/receipts/{presentation}',
      '/v1/shipments',
      '/v1/shipments/{reference}',
      '/v1/transactions/{transactionId}/operation',
      '/version',
    ]);
    const ids = Object.values(paths).flatMap((path) =>
      Object.values(path).map((one) => one.operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(servedDocuments)('has an address for each act on a $kind', async (routes) => {
    const { paths } = await document();
    const addresses = Object.entries(paths).filter(
      ([, { post }]) => post?.tags[0] === routes.title,
    );
    expect(addresses).toHaveLength(Object.keys(routes.acts).length);
    const own = Object.entries(documentKind(routes.kind).steps).filter(([, it]) => !it.within);
    expect(Object.keys(routes.acts)).toEqual(expect.arrayContaining(own.map(([action]) => action)));
  });

  test('has no reference that leads nowhere', async () => {
    const api = await document();
    const text = JSON.stringify(api);
    const references = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(
      ([, name]) => name,
    );
    expect(references.length).toBeGreaterThan(10);
    for (const name of new Set(references))
      expect(Object.keys(api.components.schemas)).toContain(name);
  });

  test('has an example for every body and every answer', async () => {
    const { paths, components } = await document();
    const hasExample = (schema: unknown): boolean => {
      const text = JSON.stringify(schema ?? {});
      const [, name] = /"#\/components\/schemas\/([^"]+)"/.exec(text) ?? [];
      return (
        /"examples?":/.test(text) || (name !== undefined && hasExample(components.schemas[name]))
      );
    };
    for (const [path, methods] of Object.entries(paths)) {
      for (const [method, { requestBody, responses }] of Object.entries(methods)) {
        const parts = { ...(requestBody === undefined ? {} : { body: requestBody }), ...responses };
        for (const [part, schema] of Object.entries(parts)) {
          expect([method, path, part, hasExample(schema)]).toEqual([method, path, part, true]);
        }
      }
    }
  });

  test('says that an unknown field of a body is refused', async () => {
    const { paths } = await document();
    const schema = paths['/v1/credits']?.['post']?.requestBody?.content['application/json']?.schema;
    expect(schema).toMatchObject({ additionalProperties: false });
  });
});

describe('the documentation pages', () => {
  test('load nothing from another host', async () => {
    const page = await stand.app.inject('/docs/');
    expect(page.statusCode).toBe(200);
    const loaded = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address);
    expect(loaded.filter((address) => /^(?:https?:)?\/\//.test(address ?? ''))).toEqual([]);
    expect(String(page.headers['content-security-policy'])).toContain("default-src 'self'");
    const script = await stand.app.inject('/docs/js/scalar.js');
    expect(script.statusCode).toBe(200);
  });
});

describe('reading credits', () => {
  test('lists the newest first, page by page, each once', async () => {
    const first = await stand.get('ines', '/v1/credits?limit=2');
    const page = first.json<{
      items: { reference: string }[];
      nextCursor: string;
      hasMore: boolean;
    }>();
    expect(page.items.map(({ reference }) => reference)).toEqual(['A-3', 'A-2']);
    expect(page.hasMore).toBe(true);
    const second = await stand.get('ines', `/v1/credits?limit=2&cursor=${page.nextCursor}`);
    expect(second.json()).toMatchObject({ items: [{ reference: 'A-1' }], hasMore: false });
    expect(first.headers['ledger-height']).toBe('6');
  });

  test('filters by status', async () => {
    const response = await stand.get('ines', '/v1/credits?status=issued');
    expect(response.json()).toMatchObject({ items: [{ reference: 'A-2' }], hasMore: false });
  });

  test.each(['limit=0', 'limit=101', 'limit=x', 'status=lost', 'cursor=nonsense', 'colour=blue'])(
    'refuses %s',
    async (query) => {
      const response = await stand.get('ines', `/v1/credits?${query}`);
      expect(response.statusCode).toBe(400);
      expect(response.json()).toMatchObject({ code: 'REQUEST_INVALID', errors: [{}] });
    },
  );

  test('shows a credit with its history and what the caller may do', async () => {
    const response = await stand.get('henrik', '/v1/credits/A-2');
    expect(response.headers['etag']).toBe('"2"');
    expect(response.json()).toMatchObject({
      credit: { reference: 'A-2', status: 'issued' },
      timeline: [
        { status: 'applied', version: 1, byMsp: 'ImporterMSP', block: 3 },
        {
          status: 'issued',
          version: 2,
          byMsp: 'ImportBankMSP',
          block: 5,
          transactionId: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      ],
    });
    const { actions } = response.json<{ actions: { action: string }[] }>();
    expect(actions.map(({ action }) => action)).toEqual([
      'revise',
      'withdraw',
      'return',
      'decline',
      'issue',
      'advise',
      'acknowledgeReceipt',
      'confirm',
      'declineToConfirm',
      'close',
    ]);
    expect(actions).toContainEqual({
      action: 'issue',
      possible: false,
      code: 'ACTION_WRONG_STATUS',
      reason: 'The credit A-2 is issued; for the act issue it has to be applied.',
    });
    expect(actions).toContainEqual(
      expect.objectContaining({ action: 'advise', possible: false, code: 'ACTION_WRONG_PARTY' }),
    );
    expect(actions).toContainEqual(
      expect.objectContaining({ action: 'withdraw', possible: false, code: 'ACCESS_ROLE_WRONG' }),
    );
    const before = await stand.get('henrik', '/v1/credits/A-1');
    expect(before.json<{ actions: unknown[] }>().actions).toContainEqual({
      action: 'issue',
      possible: true,
    });
  });

  test('of a reference that does not exist is a problem of the ledger', async () => {
    const response = await stand.get('ines', '/v1/credits/NONE');
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({
      code: 'RECORD_NOT_FOUND',
      detail: 'There is no credit NONE.',
    });
  });

  test('takes a reference with a slash, percent-encoded', async () => {
    await stand.post('ines', '/v1/credits', { key: 'slash', body: application('A/4') });
    const response = await stand.get('ines', '/v1/credits/A%2F4');
    expect(response.json()).toMatchObject({ credit: { reference: 'A/4' } });
  });

  test('waits for the height that the reader asks for, and says so when it is not reached', async () => {
    const reached = await stand.get('ines', '/v1/credits', { 'min-ledger-height': '6' });
    expect(reached.statusCode).toBe(200);
    const early = await stand.get('ines', '/v1/credits', { 'min-ledger-height': '500' });
    expect(early.statusCode).toBe(503);
    expect(early.json()).toMatchObject({ code: 'HEIGHT_NOT_REACHED', retryable: true });
  });
});

describe('the event stream', () => {
  interface Listening {
    readonly text: () => string;
    readonly until: (part: string) => Promise<void>;
    readonly close: () => void;
  }

  async function listen(headers: Record<string, string>, query = ''): Promise<Listening> {
    const { port } = z
      .object({ port: z.number() })
      .parse(stand.app.server.address() satisfies AddressInfo | string | null);
    const authorization = `Bearer ${await stand.token('ines')}`;
    let text = '';
    let wake: () => void = () => undefined;
    const request = get(
      {
        port,
        path: `/v1/events${query}`,
        headers: { host: hostOf('ines'), authorization, ...headers },
      },
      (response) => {
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
          wake();
        });
      },
    );
    request.on('error', () => undefined);
    return {
      text: () => text,
      until: async (part) => {
        while (!text.includes(part))
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      },
      close: () => request.destroy(),
    };
  }

  test('replays from the beginning, in the order of the ledger', async () => {
    const stream = await listen({}, '?after=start');
    await stream.until('id: trade:5.0');
    stream.close();
    const ids = [...stream.text().matchAll(/^id: (.+)$/gm)].map(([, id]) => id);
    expect(ids.slice(0, 4)).toEqual(['trade:2.0', 'trade:3.0', 'trade:4.0', 'trade:5.0']);
    expect(stream.text()).toContain('"type":"CreditIssued"');
  });

  test('resumes after the last event that the client has seen', async () => {
    const stream = await listen({ 'last-event-id': 'trade:4.0' });
    await stream.until('id: trade:5.0');
    stream.close();
    expect(stream.text()).not.toContain('id: trade:4.0');
  });

  test('brings new events only, unless asked for older ones, and a comment when nothing happens', async () => {
    const stream = await listen({});
    await stream.until(': nothing new');
    await stand.post('ines', '/v1/credits', { key: 'live', body: application('A-9') });
    await stream.until('"parts":["A-9"]');
    stream.close();
    expect(stream.text()).not.toContain('"parts":["A-1"]');
  });

  test('of a place that the read model has not reached is refused for the moment', async () => {
    const response = await stand.get('ines', '/v1/events', { 'last-event-id': 'trade:500.0' });
    expect(response.statusCode).toBe(503);
    expect(response.headers['retry-after']).toBe('1');
    expect(response.json()).toMatchObject({ code: 'HEIGHT_NOT_REACHED', retryable: true });
  });

  test('is not opened by asking for its head', async () => {
    const authorization = `Bearer ${await stand.token('ines')}`;
    const response = await stand.app.inject({
      method: 'HEAD',
      url: '/v1/events',
      headers: { host: hostOf('ines'), authorization },
    });
    expect(response.statusCode).toBe(405);
  });

  test('refuses an id that is none', async () => {
    const response = await stand.get('ines', '/v1/events', { 'last-event-id': 'yesterday' });
    expect(response.statusCode).toBe(400);
  });
});

describe('the service endpoints', () => {
  test('say that the process lives and is ready', async () => {
    expect((await stand.app.inject('/livez')).json()).toEqual({ alive: true });
    const ready = await stand.app.inject('/readyz');
    expect(ready.statusCode).toBe(200);
    expect(ready.json()).toMatchObject({
      ready: true,
      organisations: [
        {
          msp: 'ImporterMSP',
          database: 'answers',
          channels: [{ name: 'trade', peer: 'answers', indexer: 'following' }],
        },
        {},
      ],
    });
  });

  test('name the engine and what it does not give', async () => {
    expect((await stand.app.inject('/version')).json()).toEqual({
      name: 'argosy-gateway',
      version: '0.1.0',
      engine: 'devnet: development network, no consensus',
    });
  });

  test('answer under the names of this machine only', async () => {
    const response = await stand.app.inject({
      url: '/livez',
      headers: { host: 'evil.example' },
    });
    expect(response.json()).toMatchObject({ status: 421, code: 'HOST_UNKNOWN' });
  });

  test('set the security headers', async () => {
    const { headers } = await stand.app.inject('/livez');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
    });
  });
});
