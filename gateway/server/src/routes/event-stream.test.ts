import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { EventStream, type EventSource } from './event-stream.js';

let server: Server;
let client: Socket;
let reads = 0;
let ran: Promise<void> = Promise.resolve();

const heartbeatMilliseconds = 50;
const transactionId = 'f'.repeat(1_000);

// A channel on which there is always more: whoever buffers it without bound does not end.
const endless: EventSource = {
  name: 'trade',
  events: {
    after: ({ block }) => {
      reads += 1;
      const event = (step: number) => ({ block: block + step, index: 0, time: '', changes: [] });
      const events = Array.from({ length: 100 }, (_, step) => event(step + 1));
      return Promise.resolve(events.map((one) => ({ ...one, transactionId })));
    },
  },
  onBlock: () => () => undefined,
};

beforeEach(async () => {
  reads = 0;
  server = createServer((_request, response) => {
    ran = new EventStream([endless], response, heartbeatMilliseconds).run(new Map());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  client = connect(typeof address === 'object' && address !== null ? address.port : 0, '127.0.0.1');
  client.on('error', () => undefined);
  client.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
});
afterEach(async () => {
  client.destroy();
  server.close();
  await once(server, 'close');
});

test('a client that takes nothing is read for no further than it takes, and is cut off', async () => {
  client.pause();
  await once(server, 'request');
  await ran;
  // What the two sockets hold on this machine, some megabytes at most, and not what the channel has.
  expect(reads).toBeLessThan(200);
});

test('a client that leaves ends its stream', async () => {
  await once(client, 'data');
  client.destroy();
  await ran;
  const atTheEnd = reads;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(reads).toBe(atTheEnd);
});
