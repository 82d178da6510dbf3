import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { reasonOf } from '@argosy/protocol/reason';
import type { Engine, OrdererAddress } from '../engine/engine.js';
import { OperatorError } from '../operator-error.js';
import { adminName } from '../pki/plan.js';
import type { RunFolder } from '../run-folder.js';
import type { Topology } from '../topology/schema.js';
import { patiently } from './patiently.js';

export type Joining = {
  readonly topology: Topology;
  readonly engine: Pick<Engine, 'orderers' | 'peers'>;
  readonly folder: RunFolder;
};

/** Have each orderer join the channels whose consenter it is, by channel participation, as its own organisation's administrator.
 *  Answers how many joins there were: whoever has joined before is left alone. */
export async function joinOrderers({ topology, engine, folder }: Joining): Promise<number> {
  const joins = engine.orderers.map(async (orderer) => {
    const channels = topology.channels.filter(({ consenters }) => consenters.includes(orderer.msp));
    const participation = new Participation(orderer, folder);
    try {
      const joined = await participation.joined();
      const missing = channels.filter(({ name }) => !joined.includes(name));
      for (const { name } of missing)
        await participation.join(name, readFileSync(folder.genesisBlock(name)));
      return missing.length;
    } finally {
      participation.close();
    }
  });
  return (await Promise.all(joins)).reduce((sum, count) => sum + count, 0);
}

type Answer = { readonly status: number; readonly body: string };

/** The REST interface by which an orderer is told which channels to join, with mutual TLS. */
class Participation {
  readonly #orderer: OrdererAddress;
  readonly #agent: Agent;

  constructor(orderer: OrdererAddress, folder: RunFolder) {
    const { certificate, key } = folder.identity(orderer.msp, adminName).tls;
    this.#orderer = orderer;
    this.#agent = new Agent({
      keepAlive: true,
      ca: readFileSync(orderer.admin.tlsCa),
      cert: readFileSync(certificate),
      key: readFileSync(key),
    });
  }

  /** The channels that the orderer has joined. */
  async joined(): Promise<readonly string[]> {
    const { status, body } = await this.#send('GET', Buffer.alloc(0), {});
    if (status !== 200) throw refused(this.#orderer, 'its channels', { status, body });
    return namesIn(JSON.parse(body));
  }

  async join(channel: string, block: Uint8Array): Promise<void> {
    const { content, type } = form(block);
    const answer = await this.#send('POST', content, { 'Content-Type': type });
    // An earlier request may have been carried out, and its answer lost.
    if (answer.status === 201 || (await this.joined()).includes(channel)) return;
    throw refused(this.#orderer, `the channel ${channel}`, answer);
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(method: string, body: Buffer, headers: Readonly<Record<string, string>>): Promise<Answer> {
    const url = `${this.#orderer.admin.url}/participation/v1/channels`;
    const send = (): Promise<Answer> =>
      new Promise((resolve, reject) => {
        const asked = request(url, { method, headers, agent: this.#agent }, (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => (text += chunk));
          response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
          response.on('error', reject);
        });
        asked.setTimeout(30_000, () => asked.destroy(new Error('no answer within 30 seconds')));
        asked.on('error', reject);
        asked.end(body);
      });
    return patiently(send, (failure) => unreachable(this.#orderer, failure));
  }
}

const boundary = 'argosy-config-block';

function form(block: Uint8Array): { readonly content: Buffer; readonly type: string } {
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="config-block"; filename="config.block"\r\n\r\n`;
  const content = Buffer.concat([Buffer.from(head), block, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { content, type: `multipart/form-data; boundary=${boundary}` };
}

/** An orderer's list of channels; null where it has none. */
function namesIn(answer: unknown): readonly string[] {
  if (typeof answer !== 'object' || answer === null || !('channels' in answer)) return [];
  const { channels } = answer;
  if (!Array.isArray(channels)) return [];
  return channels.flatMap((it: unknown) =>
    typeof it === 'object' && it !== null && 'name' in it && typeof it.name === 'string'
      ? [it.name]
      : [],
  );
}

const refused = ({ name }: OrdererAddress, what: string, { status, body }: Answer): OperatorError =>
  new OperatorError({
    what: `The orderer ${name} refused ${what}`,
    why: `It answered ${status}: ${body.trim()}.`,
    fix: 'Look at its log in the run folder.',
  });

const unreachable = ({ name, admin }: OrdererAddress, failure: unknown): OperatorError =>
  new OperatorError({
    what: `The orderer ${name} cannot be told which channels to join`,
    why: `${admin.url}: ${reasonOf(failure)}.`,
    fix: 'Look at its log in the run folder.',
  });
