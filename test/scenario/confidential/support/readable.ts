import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase } from '@argosy/ledger/database';
import { table } from '@argosy/ledger/database/keys';
import type { Network } from '@argosy/operator/network';
import { consenterName } from '@argosy/operator/pki/plan';
import { decode } from '@argosy/protocol/wire';
import { DeliverResponse } from '@argosy/protocol/messages/deliver';
import {
  newest,
  oldest,
  seekEnvelope,
} from '../../../../network/devnet/test-support/orderer-calls.js';
import { TestClient } from '../../../../network/devnet/test-support/test-client.js';
import type { Person } from '../../documents/support/people.js';

export const streams = {
  full: '/protos.Deliver/Deliver',
  filtered: '/protos.Deliver/DeliverFiltered',
  withPrivateData: '/protos.Deliver/DeliverWithPrivateData',
  ordered: '/orderer.AtomicBroadcast/Deliver',
} as const;

type Node = { readonly endpoint: string; readonly tlsCa: string };

/** Everything that a node delivers of a channel to somebody, as it comes: each answer is one message. */
export async function delivered(
  { folder }: Network,
  { at, by, channel, stream }: At,
): Promise<readonly Buffer[]> {
  const { certificate, key } = folder.identity(by.msp, by.person);
  const pair = { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') };
  const client = new TestClient(by.msp, pair, at.endpoint, readFileSync(at.tlsCa, 'utf8'));
  try {
    const info = { start: oldest, stop: newest };
    return await answersTo(
      client,
      seekEnvelope(client.signer, info, { channelId: channel }),
      stream,
    );
  } finally {
    client.close();
  }
}

export interface At {
  readonly at: Node;
  readonly by: Person;
  readonly channel: string;
  readonly stream: keyof typeof streams;
}

function answersTo(
  client: TestClient,
  seek: Buffer,
  stream: keyof typeof streams,
): Promise<readonly Buffer[]> {
  return new Promise((resolve, reject) => {
    const call = client.duplex(streams[stream]);
    const answers: Buffer[] = [];
    call.on('error', reject);
    call.on('data', (bytes: Buffer) => {
      const { status } = decode(DeliverResponse, bytes);
      if (status === undefined) {
        answers.push(bytes);
        return;
      }
      call.end();
      if (status === 200) resolve(answers);
      else reject(new Error(`${stream} ended with status ${String(status)}`));
    });
    call.write(seek);
  });
}

/** What the operator of an orderer has of a channel. */
export const ordered = (
  network: Network,
  orderer: Network['engine']['orderers'][number],
  channel: string,
): Promise<readonly Buffer[]> => {
  const by = { msp: orderer.msp, person: consenterName };
  return delivered(network, { at: orderer, by, channel, stream: 'ordered' });
};

/** What comes of a stream of events that has no end, until nothing more comes. */
export async function untilQuiet<Event>(
  events: AsyncIterable<Event> & { close(): void },
  quietMilliseconds = 1_000,
): Promise<readonly Event[]> {
  const received: Event[] = [];
  const all = (async () => {
    for await (const event of events) received.push(event);
  })();
  let seen = -1;
  while (seen < received.length) {
    seen = received.length;
    await delay(quietMilliseconds);
  }
  events.close();
  await all.catch(() => undefined);
  return received;
}

/** Every file below a folder, by its path from there. */
export function filesBelow(folder: string): ReadonlyMap<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(relative(folder, path), readFileSync(path));
  }
  return files;
}

/** The contents of one of a ledger's databases by its tables: each entry's key and value in one. Requires: nobody has it open. */
export async function tablesOf(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const database = await openDatabase(folder);
  const names = new Map<number, string>(Object.entries(table).map(([name, tag]) => [tag, name]));
  const entries = new Map<string, Buffer[]>();
  try {
    const bounds = { start: Buffer.from([0]), end: Buffer.from([0xff]) };
    for await (const [key, value] of database.range(bounds)) {
      const name = nameOf(names.get(key[0] ?? 0) ?? 'unknown', key);
      entries.set(name, [...(entries.get(name) ?? []), key, value]);
    }
  } finally {
    await database.close();
  }
  return new Map([...entries].map(([name, parts]) => [name, Buffer.concat(parts)]));
}

/** The state is told apart by its spaces, for a collection's clear values are one. */
function nameOf(of: string, key: Buffer): string {
  if (of !== 'state') return of;
  const length = key.readUInt32BE(1);
  return `state ${key.subarray(5, 5 + length).toString()}`;
}
