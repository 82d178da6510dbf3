import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Database } from '@argosy/gateway/database/database';
import { servedDocuments } from '@argosy/gateway/documents/all';
import { Block } from '@argosy/protocol/messages/common';
import { validationCode } from '@argosy/protocol/validation-code';
import { decode } from '@argosy/protocol/wire';
import { makeConsortium } from '../support/consortium.js';
import { application, licenceApplication } from './deal.js';
import { MemoryNetwork } from './memory-network.js';
import { readModelOf, Stand, temporaryDatabase } from './stand.js';

jest.setTimeout(20_000);

let database: Database;
let remove: () => Promise<void>;
let trade: MemoryNetwork;
let border: MemoryNetwork;
let stand: Stand;

beforeAll(async () => {
  trade = new MemoryNetwork(await makeConsortium());
  border = new MemoryNetwork(await makeConsortium(undefined, 'border'), 'border');
  ({ database, remove } = await temporaryDatabase());
  stand = await Stand.start({ network: trade, border, database, name: 'channels' });
}, 60_000);
afterAll(async () => {
  await stand.stop();
  await remove();
});

const apply = (reference: string, key = reference) =>
  stand.post('omar', '/v1/licences', { key, body: licenceApplication(reference) });
const applyForCredit = (reference: string, key = reference) =>
  stand.post('ines', '/v1/credits', { key, body: application(reference) });

describe('a member of two channels', () => {
  test('writes on each, and each answer is of its own channel', async () => {
    const licence = await apply('L-1');
    expect(licence.statusCode).toBe(201);
    expect(licence.json()).toMatchObject({
      channel: 'border',
      document: 'licence',
      block: 2,
      result: { kind: 'licence', status: 'applied' },
    });
    const credit = await applyForCredit('C-1');
    expect(credit.json()).toMatchObject({ channel: 'trade', document: 'credit', block: 2 });
    await apply('L-2');
    expect(trade.blocks).toHaveLength(3);
    expect(border.blocks).toHaveLength(4);
    const page = await stand.get('omar', '/v1/licences/L-1', { 'min-ledger-height': '4' });
    expect(page.headers['ledger-height']).toBe('4');
    expect(page.json()).toMatchObject({ licence: { reference: 'L-1' }, timeline: [{ block: 2 }] });
    const early = await stand.get('omar', '/v1/credits', { 'min-ledger-height': '4' });
    expect(early.statusCode).toBe(503);
  });

  test('has the acts of a licence passed on to the authority, which is on one of them', async () => {
    const inspection = { inspection: { date: '2027-02-28', result: 'conforms' } };
    const answer = await stand.post('lucia', '/v1/licences/L-1/actions/inspect', {
      key: 'inspect',
      body: inspection,
    });
    expect(answer.json()).toMatchObject({ channel: 'border', result: { status: 'inspected' } });
    const early = await stand.post('omar', '/v1/licences/L-1/actions/drawDown', {
      key: 'draw',
      body: { shipment: 'S-1', quantity: { unit: 'KGM', thousandths: '1000' } },
    });
    expect(early.json()).toMatchObject({ status: 409, code: 'ACTION_WRONG_STATUS' });
  });

  test('has one space of keys: the same key on another channel is another request', async () => {
    const first = await apply('K-1', 'one-key');
    const other = await stand.post('omar', '/v1/shipments', { key: 'one-key', body: {} });
    expect(first.statusCode).toBe(201);
    expect(other.statusCode).toBe(400);
    const credit = await applyForCredit('K-2', 'key-of-ines');
    expect(credit.statusCode).toBe(201);
    const operations = await database.as('channels_importermsp');
    const [answer] = await operations.run([
      { sql: 'select distinct channel from operations', parameters: [] },
    ]);
    expect(answer?.rows).toEqual([{ channel: 'trade' }]);
  });

  test('goes on on one channel while the other cannot be followed', async () => {
    const lost = border.blocks.splice(1);
    border.dropStreams();
    while (stand.channel('border').indexer.state !== 'peerBehind') await pause();
    const credit = await applyForCredit('C-2');
    expect(credit.statusCode).toBe(201);
    const licence = await apply('L-3');
    expect(licence.json()).toMatchObject({ status: 503, code: 'READ_MODEL_STOPPED' });
    const ready = await stand.app.inject('/readyz');
    expect(ready.statusCode).toBe(503);
    expect(ready.json()).toMatchObject({
      organisations: [
        {
          msp: 'ImporterMSP',
          ready: false,
          channels: [
            { name: 'trade', ready: true },
            { name: 'border', ready: false, indexer: 'peerBehind' },
          ],
        },
        { msp: 'ImportBankMSP', ready: true, channels: [{ name: 'trade' }] },
        { ready: false },
        { ready: false, channels: [{ name: 'border' }] },
        { ready: false },
        { ready: false },
      ],
    });
    border.blocks.push(...lost);
    while (stand.organisations.some(isBehind)) await pause();
    expect((await apply('L-3')).statusCode).toBe(201);
  });
});

const isBehind = ({ channels }: Stand['organisations'][number]): boolean =>
  [...channels.values()].some(({ indexer }) => indexer.refusal !== undefined);
const pause = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('a member that is not on a channel', () => {
  const reads = servedDocuments.flatMap(({ base, channel, parameters, ownParameters }) => {
    const names = Object.keys({ ...parameters, ...ownParameters });
    return channel === 'every'
      ? []
      : [[base, channel] as const, [[base, ...names.map(() => '1')].join('/'), channel] as const];
  });

  test.each(reads)('is told so at %s, whatever there is', async (url, channel) => {
    const outsider = channel === 'trade' ? 'lucia' : 'henrik';
    const response = await stand.get(outsider, url);
    expect(response.json()).toMatchObject({ status: 403, code: 'CHANNEL_NOT_JOINED' });
    expect(response.json<{ detail: string }>().detail).toContain(`the channel ${channel},`);
    const member = await stand.get(channel === 'trade' ? 'henrik' : 'lucia', url);
    expect(member.json<{ code?: string }>().code).not.toBe('CHANNEL_NOT_JOINED');
  });

  const writes = servedDocuments.flatMap(({ base, channel, parameters, acts }) =>
    Object.keys(acts).map((action, index) => {
      const one = [base, ...Object.keys(parameters).map(() => '1'), 'actions', action].join('/');
      return [index === 0 ? base : one, channel] as const;
    }),
  );

  test.each(writes.filter(([, channel]) => channel !== 'every'))(
    'is told so first of all when it writes to %s',
    async (url, channel) => {
      const outsider = channel === 'trade' ? 'lucia' : 'henrik';
      const { proposals } = channel === 'trade' ? trade : border;
      const response = await stand.post(outsider, url, { body: {} });
      expect(response.json()).toMatchObject({ status: 403, code: 'CHANNEL_NOT_JOINED' });
      expect((channel === 'trade' ? trade : border).proposals).toBe(proposals);
    },
  );

  test('has no read model of it', async () => {
    const sql = 'select nspname as name from pg_namespace where nspname like $1 order by 1';
    const role = await database.as('channels_exportcontrolmsp');
    const [answer] = await role.run([{ sql, parameters: ['channels_exportcontrolmsp%'] }]);
    expect(answer?.rows).toEqual([
      { name: 'channels_exportcontrolmsp' },
      { name: 'channels_exportcontrolmsp_border_1' },
    ]);
  });
});

describe('an outcome', () => {
  test('is taken from blocks of the operation’s own channel alone', async () => {
    trade.isHolding = true;
    const headers = { prefer: 'wait=0' };
    const body = application('O-1');
    const answer = await stand.post('ines', '/v1/credits', { key: 'o', body, headers });
    while (trade.heldBlocks().length === 0) await pause();
    const [held = new Uint8Array()] = trade.heldBlocks();
    // Somebody else has the very transaction put into a block of another channel, where it is not valid.
    const { TARGET_CHAIN_NOT_FOUND: code } = validationCode;
    border.cut(transactionsIn(held), [code]);
    const height = BigInt(border.blocks.length);
    expect(await stand.channel('border').indexer.reached(height, 5_000)).toBe(true);
    const address = String(answer.headers['location']);
    expect((await stand.get('ines', address)).json<{ state: string }>().state).not.toBe('invalid');
    const seen = await readModelOf(database, { stand: 'channels', channel: 'border' });
    const [row] = await seen.run([
      { sql: 'select code from transactions order by block desc limit 1', parameters: [] },
    ]);
    expect(row?.rows).toEqual([{ code }]);
    trade.release();
    await stand.channel().indexer.reached(BigInt(trade.blocks.length), 5_000);
    expect((await stand.get('ines', address)).json()).toMatchObject({ state: 'committed' });
  });
});

function transactionsIn(block: Uint8Array): Uint8Array[] {
  return decode(Block, block).data?.data ?? [];
}
