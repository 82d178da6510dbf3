import { request } from 'node:https';
import type { Pair } from './certificates.js';
import type { OrderedNetwork } from './ordered-network.js';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface HttpCall {
  readonly body?: Buffer;
  readonly headers?: Record<string, string>;
  readonly orderer?: number;
  /** The certificate that is shown; null for none. */
  readonly pair?: Pair | null;
}

export const CHANNELS = '/participation/v1/channels';

/** An operator who tells orderers which channels to join. */
export class ParticipationClient {
  private constructor(
    private readonly network: OrderedNetwork,
    private readonly own: Pair,
  ) {}

  static async of(network: OrderedNetwork): Promise<ParticipationClient> {
    const { tlsCa } = network.organisations.get('Orderer1')!;
    return new ParticipationClient(network, await tlsCa.certifyTls('operator'));
  }

  call(
    method: string,
    path: string,
    { body, headers = {}, orderer = 0, pair = this.own }: HttpCall = {},
  ): Promise<HttpAnswer> {
    const { admin, msp } = this.network.config.consenters[orderer]!;
    const [host, port] = admin!.endpoint.split(':');
    const ca = this.network.organisations.get(msp)!.tlsCa.certificate;
    const own = pair && { cert: pair.certificate, key: pair.key };
    return new Promise((resolve, reject) => {
      const sent = request({ host, port, method, path, headers, ca, ...own }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const content = Buffer.concat(chunks);
          resolve({ status: response.statusCode!, headers: response.headers, body: content });
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  join(block: Uint8Array, orderer = 0): Promise<HttpAnswer> {
    return this.call('POST', CHANNELS, { ...form(['config-block', block]), orderer });
  }
}

/** Status and content of an answer. */
export const json = ({ status, body }: HttpAnswer): [number, unknown] => [
  status,
  JSON.parse(body.toString()),
];

/** A form of files, or of plain values where the third says so. */
export function form(...parts: [string, Uint8Array, boolean?][]) {
  const pieces = parts.flatMap(([name, content, isFile = true]) => [
    `--limit\r\nContent-Disposition: form-data; name="${name}"${isFile ? '; filename="f"' : ''}\r\n\r\n`,
    content,
    '\r\n',
  ]);
  return {
    body: Buffer.concat([...pieces, '--limit--\r\n'].map((piece) => Buffer.from(piece))),
    headers: { 'Content-Type': 'multipart/form-data; boundary=limit' },
  };
}
