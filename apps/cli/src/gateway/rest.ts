import type { OperationBody } from '@argosy/gateway/operations/answer';
import type { Problem } from '@argosy/gateway/http/problem';
import { ask } from './local-http.js';
import type { Answered } from './local-http.js';
import { signIn } from './sandbox-sign-in.js';
import type { AccessToken } from './sandbox-sign-in.js';

/** A refusal or failure in the gateway's own words. */
export class RequestRefused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.detail} (${problem.code}, request ${problem.requestId})`);
    this.name = 'RequestRefused';
    this.problem = problem;
  }
}

const waitSeconds = 20;
const patience = 40_000;

type Send = {
  readonly method?: 'GET' | 'POST';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A token that ends within this is not used any more. */
const margin = 10_000;

/** One person at the gateway of their organisation. Everything goes through the REST interface, as for any client. */
export class Session {
  #token: AccessToken | undefined;

  private constructor(
    private readonly origin: string,
    private readonly person: string,
  ) {}

  /** Sign in at the organisation's address, as `organisationUrl` makes it. Refuses: whom the organisation does not have. */
  static async signIn(origin: string, person: string): Promise<Session> {
    const session = new Session(origin, person);
    await session.#authorization();
    return session;
  }

  /** Read a state of at least `height` blocks. */
  get<T>(path: string, { height }: { readonly height: number }): Promise<T> {
    return this.#send<T>(path, { headers: { 'Min-Ledger-Height': String(height) } });
  }

  /** Send a write and wait for its outcome. Refuses with the ledger's own reason. */
  async write(path: string, body: unknown, idempotencyKey: string): Promise<OperationBody> {
    const until = performance.now() + patience;
    const headers = { 'Idempotency-Key': idempotencyKey, Prefer: `wait=${waitSeconds}` };
    for (;;) {
      // The same key makes the repeated request the same operation, so that asking again is safe.
      const operation = await this.#send<OperationBody>(path, { method: 'POST', body, headers });
      if (operation.state === 'committed') return operation;
      if (operation.problem !== undefined) throw new RequestRefused(operation.problem);
      if (performance.now() > until) {
        throw new Error(`the outcome of operation ${operation.id} is still ${operation.state}`);
      }
    }
  }

  /** The gateway of the same version answers what its types say, so its answers are taken at their word. */
  async #send<T>(path: string, sending: Send): Promise<T> {
    const answer = await this.#ask(path, sending);
    if (answer.status < 300) return JSON.parse(answer.text) as T;
    const { method = 'GET' } = sending;
    throw refusalIn(answer) ?? new Error(`${method} ${path} answered ${answer.status}`);
  }

  async #ask(path: string, sending: Send): Promise<Answered> {
    const answer = await this.#askOnce(path, sending);
    if (refusalIn(answer)?.problem.code !== 'TOKEN_INVALID') return answer;
    // The network's clock may have been moved past the token's end.
    this.#token = undefined;
    return this.#askOnce(path, sending);
  }

  async #askOnce(path: string, { method = 'GET', body, headers }: Send): Promise<Answered> {
    const content = body === undefined ? {} : { 'Content-Type': 'application/json' };
    const authorization = await this.#authorization();
    return ask(this.origin + path, {
      method,
      headers: { Accept: 'application/json', ...content, ...headers, ...authorization },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async #authorization(): Promise<Readonly<Record<string, string>>> {
    if (this.#token === undefined || performance.now() > this.#token.endsAt - margin) {
      this.#token = await signIn(this.origin, this.person);
    }
    return { Authorization: `Bearer ${this.#token.value}` };
  }
}

function refusalIn({ headers, text }: Answered): RequestRefused | undefined {
  if (headers['content-type']?.includes('problem+json') !== true) return undefined;
  return new RequestRefused(JSON.parse(text) as Problem);
}
