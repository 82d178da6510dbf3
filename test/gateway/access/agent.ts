import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';

interface Asking {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Record<string, string>;
  readonly payload?: NonNullable<InjectOptions['payload']>;
}

/** A browser as far as sign-in needs one: it asks one host, and keeps that host's cookies. */
export class InjectedAgent {
  readonly cookies = new Map<string, string>();

  constructor(
    private readonly app: FastifyInstance,
    readonly host: string,
  ) {}

  get origin(): string {
    return `http://${this.host}`;
  }

  async ask(address: string, asking: Asking = {}): Promise<LightMyRequestResponse> {
    const { pathname, search } = new URL(address, this.origin);
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await this.app.inject({
      method: asking.method ?? 'GET',
      url: pathname + search,
      headers: { host: this.host, ...(cookie === '' ? {} : { cookie }), ...asking.headers },
      ...(asking.payload === undefined ? {} : { payload: asking.payload }),
    });
    for (const { name, value, expires } of answer.cookies) {
      if (value === '' || (expires !== undefined && expires.getTime() === 0))
        this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }

  /** Send a form, as a page of the same host would. */
  async submit(address: string, fields: Record<string, string>): Promise<LightMyRequestResponse> {
    return this.ask(address, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: this.origin },
      payload: new URLSearchParams(fields).toString(),
    });
  }
}

/** Where an answer sends a browser. */
export function placeIn(answer: LightMyRequestResponse): string {
  const { location } = answer.headers;
  if (typeof location !== 'string') {
    throw new Error(`${answer.statusCode} sends nobody anywhere: ${answer.body.slice(0, 500)}`);
  }
  return location;
}
