import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { canonicalJson } from '@argosy/domain/shared/canonical-json';
import type { Database } from '@argosy/gateway/database/database';
import { projectionTables } from '@argosy/gateway/database/migrations';
import { confidentialExample } from '@argosy/gateway/http/confidential-example';
import type { CheckpointName } from '@argosy/gateway/operations/checkpoints';
import { makeConsortium } from '../support/consortium.js';
import { application } from './deal.js';
import { MemoryNetwork } from './memory-network.js';
import { readModelOf, Stand, temporaryDatabase } from './stand.js';

jest.setTimeout(20_000);

let database: Database;
let remove: () => Promise<void>;
let trade: MemoryNetwork;
let border: MemoryNetwork;
let stand: Stand;
let log = '';

beforeAll(async () => {
  trade = new MemoryNetwork(await makeConsortium());
  border = new MemoryNetwork(await makeConsortium(undefined, 'border'), 'border');
  ({ database, remove } = await temporaryDatabase());
  const logger = { level: 'trace', stream: { write: (line: string) => (log += line) } };
  stand = await Stand.start({ network: trade, border, database, name: 'confidential', logger });
}, 60_000);
afterAll(async () => {
  await stand.stop();
  await remove();
});

const base = '/v1/channels/trade/confidential-terms';
const canary = 'CANARY-7f3a91';
const { terms } = confidentialExample;
const bodyOf = (facility: string, collection = 'facilityTerms') => ({
  collection,
  terms: { ...terms, facility },
});
const hashOf = (facility: string): string =>
  createHash('sha256')
    .update(canonicalJson({ ...terms, facility }))
    .digest('hex');

const record = (person: string, body: object, key: string) =>
  stand.post(person, base, { key, body });

describe('confidential terms', () => {
  const sha256 = hashOf(canary);

  test('are recorded by an operation that says where they are, and not what', async () => {
    const answer = await record('ines', bodyOf(canary), 'terms');
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({
      state: 'committed',
      document: 'confidential',
      action: 'record',
      parts: ['facilityTerms', sha256],
      result: { collection: 'facilityTerms', sha256 },
    });
    expect(answer.body).not.toContain(canary);
    const again = await record('ines', bodyOf(canary), 'terms');
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.json()).toEqual(answer.json());
    const other = await record('ines', bodyOf('another facility'), 'terms');
    expect(other.json()).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  test('are named by a document, which waits for them', async () => {
    const confidential = [{ collection: 'facilityTerms', sha256 }];
    const body = { ...application('CONF-1'), confidential };
    const answer = await stand.post('ines', '/v1/credits', { key: 'named', body });
    expect(answer.json()).toMatchObject({ result: { confidential } });
    const unknown = [{ collection: 'facilityTerms', sha256: '0'.repeat(64) }];
    const early = await stand.post('ines', '/v1/credits', {
      key: 'unknown',
      body: { ...application('CONF-2'), confidential: unknown },
    });
    expect(early.json()).toMatchObject({ status: 422, code: 'CONFIDENTIAL_MISSING' });
  });

  test.each(['ines', 'henrik'])('are read by %s, of a member of the collection', async (person) => {
    const answer = await stand.get(person, `${base}/facilityTerms/${sha256}`);
    expect(answer.json()).toEqual({
      collection: 'facilityTerms',
      sha256,
      terms: { ...terms, facility: canary },
    });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test.each(['omar', 'ada'])(
    'are not read by %s, whose member has no part in it',
    async (person) => {
      const answer = await stand.get(person, `${base}/facilityTerms/${sha256}`);
      expect(answer.json()).toMatchObject({ status: 403, code: 'COLLECTION_NOT_JOINED' });
      expect(answer.body).not.toContain(canary);
    },
  );

  test('are not put by an outsider, nor where there is no such collection', async () => {
    const outsider = await record('omar', bodyOf('out'), 'outsider');
    expect(outsider.json()).toMatchObject({ status: 403, code: 'COLLECTION_NOT_JOINED' });
    const nowhere = await record('ines', bodyOf('no', 'nowhere'), 'nowhere');
    expect(nowhere.json()).toMatchObject({ status: 403, code: 'COLLECTION_NOT_JOINED' });
  });

  test('are of one channel, and of members of it', async () => {
    const url = `/v1/channels/border/confidential-terms/facilityTerms/${sha256}`;
    const other = await stand.get('ines', url);
    expect(other.json()).toMatchObject({ status: 403, code: 'COLLECTION_NOT_JOINED' });
    const absent = await stand.get('henrik', url);
    expect(absent.json()).toMatchObject({ status: 403, code: 'CHANNEL_NOT_JOINED' });
    const stranger = await stand.post('lucia', base, { key: 's', body: bodyOf('s') });
    expect(stranger.json()).toMatchObject({ status: 403, code: 'CHANNEL_NOT_JOINED' });
  });

  test('that nobody recorded are not there', async () => {
    const answer = await stand.get('ines', `${base}/facilityTerms/${'0'.repeat(64)}`);
    expect(answer.json()).toMatchObject({ status: 404, code: 'CONFIDENTIAL_MISSING' });
  });

  test('are not for administrators to put', async () => {
    const answer = await record('ada', bodyOf('a'), 'administrator');
    expect(answer.json()).toMatchObject({ status: 403, code: 'STAFF_ROLE_WRONG' });
  });

  test.each([
    ['a short salt', { ...terms, salt: 'c0ffee' }],
    ['another kind of terms', { ...terms, about: canary }],
    ['a member too many', { ...terms, facility: canary, more: canary }],
    ['a number as text', { ...terms, marginPercent: canary }],
  ])('with %s are refused, and the refusal repeats none of them', async (_case, wrong) => {
    const body = { collection: 'facilityTerms', terms: wrong };
    const answer = await record('ines', body, 'wrong');
    expect(answer.json()).toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
    expect(answer.body).not.toContain(canary);
    expect(answer.body).not.toContain('c0ffee');
  });

  test('are sent again to the peers where the first transaction met a conflict', async () => {
    const first = trade.submissions + 1;
    trade.trouble.outcome = (call) => (call === first ? 11 : undefined);
    const answer = await record('ines', bodyOf('AGAIN'), 'again');
    delete trade.trouble.outcome;
    expect(answer.json()).toMatchObject({ state: 'committed' });
    const read = await stand.get('ines', `${base}/facilityTerms/${hashOf('AGAIN')}`);
    expect(read.json()).toMatchObject({ terms: { facility: 'AGAIN' } });
  });

  test('stand in no table, no log line and no block', async () => {
    await stand.channel().indexer.reached(BigInt(trade.blocks.length), 5_000);
    const kept: unknown[] = [];
    for (const { msp, channels } of stand.organisations) {
      const own = await database.as(`confidential_${msp.toLowerCase()}`);
      kept.push(await own.run([{ sql: 'select * from operations', parameters: [] }]));
      for (const channel of channels.keys()) {
        const at = { stand: 'confidential', msp, channel };
        const readModel = await readModelOf(database, at);
        const dumps = projectionTables.map((table) => ({
          sql: `select * from ${table}`,
          parameters: [],
        }));
        kept.push(await readModel.run(dumps));
      }
    }
    const envelopes = kept.flat(3);
    expect(textOf(envelopes)).toContain('confidential:Record');
    expect(textOf(envelopes)).toContain(sha256);
    expect(log).toContain('confidential-terms');
    for (const text of [textOf(envelopes), log, trade.blocks.map(bytesOf).join('')]) {
      expect(text).not.toContain(canary);
      expect(text).not.toContain(terms.salt);
    }
  });
});

/** All that rows hold, byte arrays as the text that they may contain. */
function textOf(rows: unknown): string {
  return JSON.stringify(rows, (_name, value: unknown) =>
    value instanceof Uint8Array ? bytesOf(value) : value,
  );
}

function bytesOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

describe('a gateway that ends before the peers had the terms', () => {
  test('keeps none of them, says so, and takes the same request up again', async () => {
    const never = new Promise<void>(() => undefined);
    const checkpoint = (name: CheckpointName) => (name === 'received' ? never : Promise.resolve());
    const settings = { network: trade, database, name: 'lost' };
    const dying = await Stand.start({ ...settings, checkpoint });
    const request = { key: 'lost', body: bodyOf('LOST'), headers: { prefer: 'wait=0' } };
    const sent = dying.post('ines', base, request);
    await Promise.race([sent, new Promise((resolve) => setTimeout(resolve, 500))]);
    for (const { channels } of dying.organisations) {
      for (const { indexer } of channels.values()) await indexer.stop();
    }
    const { proposals } = trade;
    const next = await Stand.start(settings);
    await next.importer.recovered;
    expect(trade.proposals).toBe(proposals);
    const role = await database.as('lost_importermsp');
    const sql = 'select state, problem from operations';
    const problem = expect.stringContaining('CONFIDENTIAL_LOST');
    for (let tries = 0; tries < 100; tries += 1) {
      const [answer] = await role.run([{ sql, parameters: [] }]);
      if (answer?.rows[0]?.['state'] === 'refused') break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const [answer] = await role.run([{ sql, parameters: [] }]);
    expect(answer?.rows).toEqual([{ state: 'refused', problem }]);
    const again = await next.post('ines', base, { key: 'lost', body: bodyOf('LOST') });
    expect(again.json()).toMatchObject({ state: 'committed', result: { sha256: hashOf('LOST') } });
    await next.stop();
  });
});
