import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { DecisionCommand } from '@argosy/domain/register/commands';
import { contentText } from '@argosy/domain/register/content';
import type { Database } from '@argosy/gateway/database/database';
import { lisbon2026 } from '../../chaincode/domain/test-support/register.js';
import { makeConsortium } from '../support/consortium.js';
import { MemoryNetwork } from './memory-network.js';
import { Stand, temporaryDatabase } from './stand.js';

jest.setTimeout(20_000);

let database: Database;
let remove: () => Promise<void>;
let border: MemoryNetwork;
let stand: Stand;

beforeAll(async () => {
  const network = new MemoryNetwork(await makeConsortium());
  border = new MemoryNetwork(await makeConsortium(undefined, 'border'), 'border');
  ({ database, remove } = await temporaryDatabase());
  stand = await Stand.start({ network, border, database, name: 'register' });
}, 60_000);
afterAll(async () => {
  await stand.stop();
  await remove();
});

const at = (channel: string, rest: string): string => `/v1/channels/${channel}/${rest}`;

describe('the register', () => {
  test('of each channel is read at its own address', async () => {
    const onTrade = await stand.get('ines', at('trade', 'members/ImporterMSP'));
    const onBorder = await stand.get('ines', at('border', 'members/ImporterMSP'));
    expect(onTrade.json()).toMatchObject({
      member: { msp: 'ImporterMSP', guard: 'ImportBankMSP', status: 'active' },
      actions: [],
    });
    expect(onBorder.json()).toMatchObject({ member: { guard: 'CustomsMSP' } });
    const list = await stand.get('ines', at('border', 'members?limit=100'));
    expect(list.json<{ items: unknown[] }>().items).toHaveLength(8);
  });

  test('says who decides and who is who, at one address without a list', async () => {
    const response = await stand.get('ines', at('border', 'roster'));
    expect(response.json()).toMatchObject({
      roster: { kind: 'roster', voters: ['CarrierMSP', 'CustomsMSP'], required: 2 },
    });
  });

  test.each(['members', 'members/ImporterMSP', 'calendars', 'decisions', 'roster'])(
    'of a channel that the member is not on is not told: %s',
    async (rest) => {
      for (const channel of ['border', 'nowhere', 'NO CHANNEL', '__proto__']) {
        const url = at(encodeURIComponent(channel), rest);
        const response = await stand.get('henrik', url);
        expect(response.json()).toMatchObject({ status: 403, code: 'CHANNEL_NOT_JOINED' });
      }
    },
  );

  test.each([
    ['members/NOBODY', 404, 'RECORD_NOT_FOUND'],
    ['calendars/PTLIS/1999', 400, 'REQUEST_INVALID'],
    ['calendars/PTLIS/x', 400, 'REQUEST_INVALID'],
    ['calendars/lisbon/2026', 400, 'REQUEST_INVALID'],
    ['code-lists/incoterms', 404, 'RECORD_NOT_FOUND'],
  ])('%s is answered with %d', async (rest, status, code) => {
    const response = await stand.get('ines', at('border', rest));
    expect(response.json()).toMatchObject({ status, code });
  });
});

describe('a decision on the register', () => {
  const proposal: DecisionCommand<'propose'> = {
    reference: 'CALENDAR-1',
    entries: [{ kind: 'calendar', calendar: lisbon2026 }],
  };
  const sha256 = createHash('sha256').update(contentText(proposal)).digest('hex');

  test('is proposed by an administrator of a voter, approved by another’s, and then in force', async () => {
    const url = at('border', 'decisions');
    const proposed = await stand.post('ada', url, { key: 'p', body: proposal });
    expect(proposed.json()).toMatchObject({
      channel: 'border',
      document: 'decision',
      parts: ['CALENDAR-1'],
      action: 'propose',
      result: { status: 'proposed', sha256 },
    });
    const page = await stand.get('clara', `${url}/CALENDAR-1`);
    const { actions } = page.json<{ actions: unknown[] }>();
    expect(actions).toContainEqual({ action: 'approve', possible: true });
    const wrong = await stand.post('clara', `${url}/CALENDAR-1/actions/approve`, {
      key: 'w',
      body: { sha256: '0'.repeat(64) },
    });
    expect(wrong.json()).toMatchObject({ status: 422, code: 'DECISION_CONTENT_DIFFERS' });
    const approved = await stand.post('clara', `${url}/CALENDAR-1/actions/approve`, {
      key: 'a',
      body: { sha256 },
    });
    expect(approved.json()).toMatchObject({ action: 'approve', result: { status: 'adopted' } });
    const calendar = await stand.get('ines', at('border', 'calendars/PTLIS/2026'), {
      'min-ledger-height': String(border.blocks.length),
    });
    expect(calendar.json()).toMatchObject({
      calendar: { ...lisbon2026, origin: { decision: 'CALENDAR-1' } },
    });
    const elsewhere = await stand.get('ines', at('trade', 'calendars/PTLIS/2026'));
    expect(elsewhere.statusCode).toBe(404);
  });

  test('is not for staff who are no administrators', async () => {
    const response = await stand.post('ines', at('border', 'decisions'), {
      key: 'i',
      body: proposal,
    });
    expect(response.json()).toMatchObject({ status: 403, code: 'STAFF_ROLE_WRONG' });
  });

  test('is another request on another channel, under the same key', async () => {
    const body = { ...proposal, reference: 'CALENDAR-2' };
    await stand.post('ada', at('border', 'decisions'), { key: 'two', body });
    const other = await stand.post('ada', at('trade', 'decisions'), { key: 'two', body });
    expect(other.json()).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
  });
});
