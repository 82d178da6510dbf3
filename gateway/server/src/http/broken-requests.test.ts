import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { answerBrokenRequest } from './broken-requests.js';

let server: Server;
let port = 0;

beforeAll(async () => {
  server = createServer().on('clientError', answerBrokenRequest).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => {
  server.close();
});

test.each([
  ['no HTTP', 'HELLO\r\n\r\n', 400, 'REQUEST_INVALID'],
  [
    'a NUL in the address',
    'GET /\u0000 HTTP/1.1\r\nHost: localhost\r\n\r\n',
    400,
    'REQUEST_INVALID',
  ],
  [
    'too large a header',
    `GET / HTTP/1.1\r\nHost: localhost\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`,
    431,
    'HEADERS_TOO_LARGE',
  ],
])('%s is answered with problem details', async (_case, request, status, code) => {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  let answer = '';
  socket.on('data', (part: string) => (answer += part));
  socket.write(request);
  await once(socket, 'close');
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  expect(head).toMatch(`HTTP/1.1 ${String(status)} `);
  expect(head).toMatch('application/problem+json');
  expect(JSON.parse(body)).toMatchObject({ status, code });
});
