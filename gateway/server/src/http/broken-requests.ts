import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { gatewayProblem } from './problem.js';
import type { GatewayProblemCode } from './problem-codes.js';

const codes = new Map<unknown, GatewayProblemCode>([
  ['HPE_HEADER_OVERFLOW', 'HEADERS_TOO_LARGE'],
  ['ERR_HTTP_REQUEST_TIMEOUT', 'REQUEST_TOO_SLOW'],
]);

/** Answer what is no HTTP, and so reaches no route, with problem details too. */
export function answerBrokenRequest(error: Error & { code?: unknown }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const code = codes.get(error.code) ?? 'REQUEST_INVALID';
  const detail = 'The request is not HTTP/1.1 as the gateway understands it.';
  const extras = code === 'REQUEST_INVALID' ? { detail } : {};
  const problem = gatewayProblem(code, randomUUID(), extras);
  const body = JSON.stringify(problem);
  const lines = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ];
  socket.end(lines.join('\r\n'), () => {
    socket.destroy();
  });
}
