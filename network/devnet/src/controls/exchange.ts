import type { IncomingMessage } from 'node:http';
import { plainHttp } from '../http/plain.js';

/** What is asked over HTTP. */
export interface Asked {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What is answered, whatever it says. */
export interface Answered {
  readonly status: number;
  readonly text: string;
}

/** One request over a connection of its own. Not by `fetch`: to load that takes each start of a network 20 ms. */
export async function exchange(
  url: string,
  { method, headers, body = '' }: Asked,
): Promise<Answered> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    plainHttp
      .request(url, { method, headers: { ...headers, ...length }, agent: false }, resolve)
      .on('error', reject)
      .end(body);
  });
  let text = '';
  response.setEncoding('utf8');
  for await (const chunk of response as AsyncIterable<string>) text += chunk;
  return { status: response.statusCode ?? 0, text };
}
