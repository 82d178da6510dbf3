import type { z } from 'zod';
import { ControlFailure, refusalBody } from './control-failure.js';
import { exchange } from './exchange.js';
import type { Method } from './method.js';

/** The control server of one network, as its clients ask it. */
export class ControlHttp {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** Use a control. Fields of the body that are undefined are left out. Throws ControlFailure where the control is refused. */
  async ask<Answer>(
    answer: z.ZodType<Answer>,
    method: Method,
    path: string,
    body?: object,
  ): Promise<Answer> {
    const headers = { Authorization: `Bearer ${this.token}` };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const asked = exchange(`${this.url}${path}`, { method, headers, ...content });
    const { status, text } = await asked.catch((error: unknown) => {
      throw new Error(`nobody answers at ${this.url}: is the network up?`, { cause: error });
    });
    const json: unknown = JSON.parse(text);
    if (status < 200 || status >= 300) throw new ControlFailure(status, refusalBody.parse(json));
    return answer.parse(json);
  }
}
