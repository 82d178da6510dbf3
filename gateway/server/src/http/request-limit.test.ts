import { afterAll, beforeAll, expect, test } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { answerWithProblems } from './errors.js';
import { KnownRoutes } from './known-routes.js';
import { limitRequests } from './request-limit.js';

let app: FastifyInstance;
let release: () => void = () => undefined;
const held = new Promise<void>((resolve) => {
  release = resolve;
});

beforeAll(async () => {
  app = Fastify();
  answerWithProblems(app, new KnownRoutes(app));
  await app.register((members, _options, done) => {
    limitRequests(members, { maximum: 2 });
    members.get('/slow', () => held.then(() => 'done'));
    members.get('/quick', () => 'done');
    done();
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => app.close());

async function send(text: string): Promise<Socket> {
  const { port } = new URL(app.listeningOrigin);
  const socket = connect(Number(port), '127.0.0.1').setEncoding('utf8');
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

async function status(): Promise<number> {
  return (await fetch(`${app.listeningOrigin}/quick`)).status;
}

test('of requests that one client sends without waiting, no more than the limit are begun', async () => {
  const socket = await send('GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(5));
  let answers = '';
  socket.on('data', (part: string) => (answers += part));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await status()).toBe(503);
  release();
  while (answers.split('HTTP/1.1 ').length < 6) await once(socket, 'data');
  const statuses = [...answers.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, code]) => code);
  expect(statuses).toEqual(['200', '200', '503', '503', '503']);
  expect(answers).toContain('retry-after: 1');
  expect(await status()).toBe(200);
  socket.destroy();
});
