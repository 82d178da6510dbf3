import { chmod, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { ControlledNetwork } from '../../test-support/controlled-network.js';
import type { ControlClient } from './client.js';
import { serveControls } from './server.js';
import { tokenIn } from './token.js';

/** A busy machine may take its time. */
jest.setTimeout(60_000);

let controlled: ControlledNetwork;
let control: ControlClient;

beforeAll(async () => {
  controlled = await ControlledNetwork.start();
  ({ control } = controlled);
});
afterAll(() => controlled.close());

describe('the control server', () => {
  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${controlled.url}${path}`, init);
    const answer = (await response.json()) as Record<string, unknown>;
    return { status: response.status, headers: response.headers, answer };
  };
  let token: string;
  const authorised = () => ({ headers: { Authorization: `Bearer ${token}` } });

  beforeEach(async () => {
    token = (await readFile(controlled.tokenFile, 'utf8')).trim();
  });

  test('has made its token, for its owner alone', async () => {
    expect((await stat(controlled.tokenFile)).mode & 0o777).toBe(0o600);
    expect(token).toMatch(/^[\w-]{43}$/);
  });

  test('describes itself, and says what it is', async () => {
    const description = await control.describe();
    expect(description.isDevelopmentNetwork).toBe(true);
    expect(description.notice).toContain('there is no consensus');
    expect(description.controls.map(({ method, path }) => `${method} ${path}`)).toContain(
      'POST /v1/channels/:name/cut',
    );
    expect(description.controls.every(({ does }) => does.length > 5)).toBe(true);
    expect(description.nodes).toHaveLength(7);
  });

  test.each<[string, Record<string, string>, string]>([
    ['no token', {}, 'the request has no token'],
    ['another token', { Authorization: `Bearer ${'x'.repeat(43)}` }, 'the token is another one'],
    ['another scheme', { Authorization: 'Basic eDp5' }, 'the request has no token'],
  ])('refuses %s', async (_, headers, error) => {
    for (const path of ['/v1', '/v1/nodes', '/v1/nothing']) {
      const { status: code, answer, headers: got } = await ask(path, { headers });
      expect([code, answer['error'], got.get('www-authenticate')]).toEqual([401, error, 'Bearer']);
    }
  });

  test.each<[string, string, RequestInit, number, Record<string, unknown>]>([
    ['an unknown path', '/v1/nothing', {}, 404, { advice: 'ask GET /v1 for all controls' }],
    ['another method', '/v1/clock', { method: 'POST' }, 404, { advice: 'use GET' }],
    [
      'what is not JSON',
      '/v1/clock/move',
      { method: 'POST', body: '{' },
      400,
      { field: 'body', error: 'the body is not JSON' },
    ],
    [
      'an unknown field',
      '/v1/clock/freeze',
      { method: 'POST', body: '{"until":1}' },
      400,
      { field: 'body', rule: 'Unrecognized key: "until"' },
    ],
    ['a missing field', '/v1/clock/move', { method: 'POST', body: '{}' }, 400, { field: 'by' }],
    [
      'a wrong duration',
      '/v1/clock/move',
      { method: 'POST', body: '{"by":"six days"}' },
      400,
      {
        field: 'by',
        rule: 'must be a duration such as +6d, 90m or 1d12h: numbers with ms, s, m, h, d or w',
      },
    ],
    [
      'a wrong transaction id',
      '/v1/channels/trade/cut',
      { method: 'POST', body: '{"transactionIds":["a",1]}' },
      400,
      { field: 'transactionIds[1]' },
    ],
    [
      'too large a body',
      '/v1/rules',
      { method: 'POST', body: 'x'.repeat(1_100_000) },
      413,
      { error: 'http: request body too large' },
    ],
  ])('refuses %s', async (_, path, init, code, expected) => {
    const { status: got, answer } = await ask(path, { ...init, ...authorised() });
    expect(got).toBe(code);
    expect(answer).toMatchObject(expected);
    expect(answer['advice']).toEqual(expect.any(String));
  });

  test('is served on loopback only', async () => {
    const { tokenFile, network } = controlled;
    await expect(
      serveControls({ address: '0.0.0.0:17001', tokenFile }, network.devnet),
    ).rejects.toThrow('is not a loopback address');
  });

  test('is not started with a token that others may read', async () => {
    await chmod(controlled.tokenFile, 0o644);
    await expect(tokenIn(controlled.tokenFile)).rejects.toThrow('chmod 600');
    await chmod(controlled.tokenFile, 0o600);
    await expect(tokenIn(join(controlled.network.folder, 'nowhere', 'token'))).rejects.toThrow(
      /cannot be written to .*nowhere\/token: .*ENOENT.* make its folder/,
    );
  });
});
