import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { ask, organisationUrl } from 'argosy/gateway/local-http';
import type { Answered } from 'argosy/gateway/local-http';
import { signIn } from 'argosy/gateway/sandbox-sign-in';
import type { AccessToken } from 'argosy/gateway/sandbox-sign-in';
import type { Act } from './acts.js';

/** What a client was told for good. */
export type Final =
  | {
      readonly state: 'committed';
      readonly operation: string;
      readonly transactionId: string;
      readonly block: number;
    }
  | { readonly state: 'refused'; readonly operation: string; readonly code: string };

/** A request under its key, and every final answer to it. */
export interface Request {
  readonly key: string;
  readonly act: Act;
  readonly answers: Final[];
  /** How often it was sent, and how often nobody answered. */
  sent: number;
  unanswered: number;
}

export interface OperationSeen {
  readonly state: string;
  readonly transactionId?: string | undefined;
  readonly block?: number | undefined;
}

const operationSchema = z.object({
  id: z.string(),
  state: z.string(),
  transactionId: z.string().optional(),
  block: z.int().optional(),
});
const problemSchema = z.object({
  code: z.string(),
  operation: z.string().optional(),
  retryable: z.boolean(),
  detail: z.string(),
});

const patienceMilliseconds = 90_000;
const betweenMilliseconds = 50;

/** A client that keeps its word: it sends each request with one key, and repeats it with that key until it has a final answer. */
export class Client {
  readonly requests: Request[] = [];
  readonly #tokens = new Map<string, AccessToken>();

  constructor(private readonly gateway: string) {}

  begin(act: Act, key: string = randomUUID()): Request {
    const request = { key, act, answers: [], sent: 0, unanswered: 0 };
    this.requests.push(request);
    return request;
  }

  /** Be signed in ahead, so that no sign-in meets a gateway that is to die. Requires: a gateway that serves. */
  async signInFor(acts: readonly Act[]): Promise<void> {
    for (const act of acts) await this.#token(act);
  }

  /** Send a request once. True where the answer is final. */
  async send(request: Request, waitSeconds: number): Promise<boolean> {
    const { act, key } = request;
    request.sent += 1;
    try {
      const answer = await ask(`${organisationUrl(this.gateway, act.organisation)}${act.path}`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          Authorization: `Bearer ${(await this.#token(act)).value}`,
          'Idempotency-Key': key,
          Prefer: `wait=${waitSeconds}`,
        },
        body: JSON.stringify(act.body),
      });
      const final = finalIn(answer);
      if (final !== undefined) request.answers.push(final);
      return final !== undefined;
    } catch (error) {
      if (!isUnanswered(error)) throw error;
      request.unanswered += 1;
      return false;
    }
  }

  /** Repeat a request until it has a final answer. */
  async finish(request: Request): Promise<void> {
    const until = performance.now() + patienceMilliseconds;
    while (!(await this.send(request, 20))) {
      if (performance.now() > until)
        throw new Error(`${request.act.path} with the key ${request.key} has no final answer`);
      await delay(betweenMilliseconds);
    }
  }

  /** What the gateway says of an operation. */
  async operation({ organisation, person }: Act, id: string): Promise<OperationSeen> {
    const token = await this.#token({ organisation, person });
    const url = `${organisationUrl(this.gateway, organisation)}/v1/operations/${id}`;
    const answer = await ask(url, { headers: { Authorization: `Bearer ${token.value}` } });
    return operationSchema.parse(JSON.parse(answer.text));
  }

  async #token({
    organisation,
    person,
  }: Pick<Act, 'organisation' | 'person'>): Promise<AccessToken> {
    const known = this.#tokens.get(organisation);
    if (known !== undefined && known.endsAt > performance.now() + 60_000) return known;
    const token = await signIn(organisationUrl(this.gateway, organisation), person);
    this.#tokens.set(organisation, token);
    return token;
  }
}

/** Undefined while the request has to be repeated. Throws where the gateway says what it never may. */
function finalIn({ status, text }: Answered): Final | undefined {
  const body: unknown = JSON.parse(text);
  if (status === 202) return undefined;
  if (status === 201) {
    const { id: operation, state, transactionId = '', block = -1 } = operationSchema.parse(body);
    if (state !== 'committed') throw new Error(`201 with an operation that is ${state}`);
    return { state, operation, transactionId, block };
  }
  const { code, operation, retryable, detail } = problemSchema.parse(body);
  if (retryable) return undefined;
  if (operation === undefined || status >= 500)
    throw new Error(`the gateway answered ${status} ${code}: ${detail}`);
  return { state: 'refused', operation, code };
}

const codeSchema = z.object({
  code: z.enum(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ERR_HTTP_SOCKET']),
});

const isUnanswered = (error: unknown): boolean => codeSchema.safeParse(error).success;
