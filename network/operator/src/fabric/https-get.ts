import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import type { KeyPairFiles } from '../run-folder.js';

type Server = {
  /** PEM file of the authority that certified it. */
  readonly tlsCa: string;
  /** What is shown where it asks for a certificate. */
  readonly client?: KeyPairFiles;
  readonly timeoutMilliseconds: number;
};

/** Ask a server of a node for JSON. Refuses any other answer than 200. */
export function getJson(url: string, server: Server): Promise<unknown> {
  const { tlsCa, client, timeoutMilliseconds: timeout } = server;
  const own =
    client === undefined
      ? {}
      : { cert: readFileSync(client.certificate), key: readFileSync(client.key) };
  return new Promise((resolve, reject) => {
    const asking = request(url, { ca: readFileSync(tlsCa), agent: false, timeout, ...own });
    asking.on('timeout', () => asking.destroy(new Error(`no answer within ${timeout} ms`)));
    asking.on('error', reject);
    asking.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        if (response.statusCode === 200) resolve(JSON.parse(text));
        else reject(new Error(`${response.statusCode ?? 0} ${text}`));
      });
    });
    asking.end();
  });
}
