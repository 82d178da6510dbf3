import type { IncomingMessage, ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { ClockReading } from '../controls/clock.js';
import { readBody, sendJson } from '../http/body.js';
import { pathOf } from '../http/path.js';
import type { Handler } from '../http/server.js';

/** Whose operations are served. */
export interface OperationsHost {
  readonly isTls: boolean;
  readonly now: () => number;
  /** The network's clock, where it shows anything but the machine's time. */
  readonly movedClock?: () => ClockReading | undefined;
  /** The metrics in the text format of Prometheus. */
  readonly metrics: () => string;
}

/** What this network calls itself: nobody may take it for the real one. */
export const VERSION = {
  CommitSHA: 'development network',
  Version: 'v3.1.5 (Argosy development network, without consensus)',
};

const MAX_BODY = 4096;
const LEVEL = /^(?:fatal|panic|dpanic|error|warning|warn|info|debug)$/i;

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** `/healthz`, `/version`, `/logspec` and `/metrics` of a node. The last two ask for a client's certificate where there is TLS. */
export function operations(host: OperationsHost): Handler {
  const spec = { current: 'info' };
  const answers: ReadonlyMap<string, Answer> = new Map<string, Answer>([
    ['/healthz', (request, response) => health(request, response, host)],
    ['/version', (request, response) => version(request, response, host)],
    ['/logspec', needsClient(host, (request, response) => logSpec(request, response, spec))],
    ['/metrics', needsClient(host, (_, response) => metrics(response, host))],
  ]);
  return (request, response) => {
    const answer = answers.get(pathOf(request));
    if (answer !== undefined) return answer(request, response);
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' });
    response.end('404 page not found\n');
  };
}

function needsClient({ isTls }: OperationsHost, answer: Answer): Answer {
  return (request, response) => {
    const { socket } = request;
    if (!isTls || (socket instanceof TLSSocket && socket.authorized))
      return answer(request, response);
    response.writeHead(401).end();
  };
}

function health(
  { method }: IncomingMessage,
  response: ServerResponse,
  { now, movedClock }: OperationsHost,
): void {
  if (method !== 'GET') {
    response.writeHead(405).end();
    return;
  }
  const time = new Date(now()).toISOString();
  sendJson(response, 200, { status: 'OK', time, clock: movedClock?.() });
}

function version(
  { method }: IncomingMessage,
  response: ServerResponse,
  { movedClock }: OperationsHost,
): void {
  if (method === 'GET') sendJson(response, 200, { ...VERSION, Clock: movedClock?.() });
  else sendJson(response, 400, { Error: `invalid request method: ${method ?? ''}` });
}

async function logSpec(
  request: IncomingMessage,
  response: ServerResponse,
  spec: { current: string },
): Promise<void> {
  if (request.method === 'GET') {
    sendJson(response, 200, { spec: spec.current });
    return;
  }
  if (request.method !== 'PUT') {
    sendJson(response, 400, { error: `invalid request method: ${request.method ?? ''}` });
    return;
  }
  const wanted = readSpec((await readBody(request, MAX_BODY)).toString());
  if (wanted.fault !== undefined) {
    sendJson(response, 400, { error: wanted.fault });
    return;
  }
  spec.current = wanted.spec;
  response.writeHead(204).end();
}

type WantedSpec =
  { readonly spec: string; readonly fault?: undefined } | { readonly fault: string };

/** A specification such as `ledger,gossip=warn:info`: fields by colons, levels after the names of loggers. */
function readSpec(json: string): WantedSpec {
  let spec: unknown;
  try {
    const content: unknown = JSON.parse(json);
    if (typeof content === 'object' && content !== null && 'spec' in content) ({ spec } = content);
  } catch (error) {
    return { fault: error instanceof Error ? error.message : 'not JSON' };
  }
  if (typeof spec !== 'string') return { fault: 'the body holds no "spec"' };
  const wrong = spec.split(':').find((field) => !LEVEL.test(field.split('=').at(-1) ?? ''));
  if (wrong === undefined || spec === '') return { spec: spec === '' ? 'info' : spec };
  return { fault: `invalid logging specification '${spec}': bad segment '${wrong}'` };
}

function metrics(response: ServerResponse, host: OperationsHost): void {
  response.writeHead(200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' });
  response.end(host.metrics());
}
