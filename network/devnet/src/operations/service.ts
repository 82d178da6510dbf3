import type { IncomingMessage, ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { ClockReading } from '../controls/clock.js';
import { reasonOf } from '@argosy/protocol/reason';
import { readBody, sendBareJson, sendJson } from '../http/body.js';
import { pathOf } from '../http/path.js';
import type { Handler } from '../http/server.js';
import { readFirstTextFields } from '../json/text-fields.js';
import type { FailedCheck } from './halted-channels.js';
import { normalisedLogSpec } from './log-spec.js';

/** Whose operations are served. */
export interface OperationsHost {
  readonly isTls: boolean;
  readonly now: () => number;
  /** The network's clock, where it shows anything but the machine's time. */
  readonly movedClock?: () => ClockReading | undefined;
  /** What is wrong with the node; nothing where it is healthy. */
  readonly failedChecks: () => readonly FailedCheck[];
  /** The metrics in the text format of Prometheus. */
  readonly metrics: () => string;
}

/** What this network calls itself: nobody may take it for the real one. */
export const VERSION = {
  CommitSHA: 'development network',
  Version: 'v3.1.5 (Argosy development network, without consensus)',
};

const MAX_BODY = 4096;
const LOG_SPEC = { name: 'httpadmin.LogSpec', fields: ['spec'] };

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
  { now, movedClock, failedChecks }: OperationsHost,
): void {
  if (method !== 'GET') {
    response.writeHead(405).end();
    return;
  }
  const time = new Date(now()).toISOString();
  const failed = failedChecks();
  const about = { time, clock: movedClock?.() };
  if (failed.length === 0) sendBareJson(response, 200, { status: 'OK', ...about });
  else
    sendBareJson(response, 503, {
      status: 'Service Unavailable',
      ...about,
      failed_checks: failed,
    });
}

function version(
  { method }: IncomingMessage,
  response: ServerResponse,
  { movedClock }: OperationsHost,
): void {
  if (method === 'GET') sendBareJson(response, 200, { ...VERSION, Clock: movedClock?.() });
  else sendBareJson(response, 400, { Error: `invalid request method: ${method ?? ''}` });
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
  const wanted = readSpec(await readBody(request, MAX_BODY));
  if (wanted.fault !== undefined) {
    sendJson(response, 400, { error: wanted.fault });
    return;
  }
  spec.current = wanted.spec;
  response.writeHead(204).end();
}

type WantedSpec =
  { readonly spec: string; readonly fault?: undefined } | { readonly fault: string };

/** The body holds a specification; what follows it, nobody reads. */
function readSpec(body: Buffer): WantedSpec {
  try {
    return { spec: normalisedLogSpec(readFirstTextFields(body, LOG_SPEC).get('spec') ?? '') };
  } catch (error) {
    return { fault: reasonOf(error) };
  }
}

function metrics(response: ServerResponse, host: OperationsHost): void {
  response.writeHead(200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' });
  response.end(host.metrics());
}
