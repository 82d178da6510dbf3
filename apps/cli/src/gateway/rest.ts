import type { OperationBody } from '@argosy/gateway/operations/answer';
import type { Problem } from '@argosy/gateway/http/problem';

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

/** One person's session at a gateway. Everything goes through the REST interface, as for any client. */
export class Session {
  readonly #base: string;
  readonly #token: string;

  private constructor(base: string, token: string) {
    this.#base = base;
    this.#token = token;
  }

  static async signIn(base: string, person: string): Promise<Session> {
    const answer = await send<{ token: string }>(`${base}/v1/sign-in`, {
      method: 'POST',
      body: { person },
    });
    return new Session(base, answer.token);
  }

  /** Read a state of at least `height` blocks. */
  get<T>(path: string, { height }: { readonly height: number }): Promise<T> {
    const headers = { ...this.#authorization(), 'Min-Ledger-Height': String(height) };
    return send<T>(this.#base + path, { headers });
  }

  /** Send a write and wait for its outcome. Refuses with the ledger's own reason. */
  async write(path: string, body: unknown, idempotencyKey: string): Promise<OperationBody> {
    const until = performance.now() + patience;
    const headers = {
      ...this.#authorization(),
      'Idempotency-Key': idempotencyKey,
      Prefer: `wait=${waitSeconds}`,
    };
    for (;;) {
      // The same key makes the repeated request the same operation, so that asking again is safe.
      const operation = await send<OperationBody>(this.#base + path, {
        method: 'POST',
        body,
        headers,
      });
      if (operation.state === 'committed') return operation;
      if (operation.problem !== undefined) throw new RequestRefused(operation.problem);
      if (performance.now() > until) {
        throw new Error(`the outcome of operation ${operation.id} is still ${operation.state}`);
      }
    }
  }

  #authorization(): Readonly<Record<string, string>> {
    return { Authorization: `Bearer ${this.#token}` };
  }
}

/** The gateway of the same version answers what its types say, so its answers are taken at their word. */
async function send<T>(url: string, { method = 'GET', body, headers = {} }: Send): Promise<T> {
  const content = body === undefined ? {} : { 'Content-Type': 'application/json' };
  const answer = await fetch(url, {
    method,
    headers: { Accept: 'application/json', ...content, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (answer.ok) return JSON.parse(text) as T;
  if (answer.headers.get('content-type')?.includes('problem+json') === true) {
    throw new RequestRefused(JSON.parse(text) as Problem);
  }
  throw new Error(`${method} ${url} answered ${answer.status}: ${text.slice(0, 200)}`);
}
