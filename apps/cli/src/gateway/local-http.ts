import { lookup as resolve } from 'node:dns';
import { Agent, request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { LookupFunction } from 'node:net';
import { text } from 'node:stream/consumers';

export type Asking = {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

export type Answered = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
};

/** The address of an organisation at a gateway of this machine: http://importer.localhost:17000 of http://localhost:17000. */
export function organisationUrl(gateway: string, organisation: string): string {
  const url = new URL(gateway);
  url.hostname = `${organisation.toLowerCase()}.localhost`;
  return url.origin;
}

/** Ask a gateway, which may be one of this machine under an organisation's name. Answers are not followed elsewhere. */
export async function ask(url: string, asking: Asking = {}): Promise<Answered> {
  const { method = 'GET', headers = {}, body } = asking;
  const sent = request(url, { method, headers, agent });
  const { promise, resolve: answered, reject } = Promise.withResolvers<Answered>();
  sent.on('error', reject).on('response', (response) => {
    const { statusCode: status = 0, headers: answerHeaders } = response;
    text(response).then((content) => {
      answered({ status, headers: answerHeaders, text: content });
    }, reject);
  });
  sent.end(body);
  return promise;
}

// Names below localhost are this machine (RFC 6761 section 6.3), which not every resolver knows.
const lookup: LookupFunction = (hostname, options, callback) => {
  if (!hostname.endsWith('.localhost')) {
    resolve(hostname, options, callback);
  } else if (options.all === true) {
    callback(null, [{ address: '127.0.0.1', family: 4 }]);
  } else {
    callback(null, '127.0.0.1', 4);
  }
};

const agent = new Agent({ keepAlive: true, lookup });
