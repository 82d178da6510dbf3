import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { LedgerRecord } from '@argosy/domain/shared/document';
import type { Database } from '@argosy/gateway/database/database';
import { aLicence, aShipment } from '../../../chaincode/domain/test-support/border.js';
import { aCredit } from '../../../chaincode/domain/test-support/credits.js';
import { makeConsortium } from '../../support/consortium.js';
import { MemoryNetwork } from '../memory-network.js';
import { hostOf, Stand, temporaryDatabase } from '../stand.js';
import {
  declaring,
  laterOnTrade,
  onBorder,
  onTrade,
  packingListHash,
  reference,
  strayPossession,
  written,
} from './whole-deal.js';

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
  stand = await Stand.start({ network: trade, border, database, name: 'deals' });
}, 60_000);
afterAll(async () => {
  await stand.stop();
  await remove();
});

async function write(network: MemoryNetwork, records: readonly LedgerRecord[], event?: string) {
  network.write(written(records, event));
  const height = BigInt(network.blocks.length);
  const name = network === trade ? 'trade' : 'border';
  for (const { channels } of stand.organisations) {
    await channels.get(name)?.indexer.reached(height, 5_000);
  }
}

interface DealBody {
  readonly turns: readonly { readonly kind: string; readonly action: string; isYours: boolean }[];
  readonly documents: readonly {
    readonly document: string;
    readonly parts: readonly string[];
    readonly link?: { readonly document: string; readonly member: string };
    readonly actions: readonly { readonly action: string; readonly possible: boolean }[];
  }[];
  readonly timeline: readonly { readonly channel: string; readonly what: string; time: string }[];
}

const address = `/v1/deals/${encodeURIComponent(reference)}`;

async function deal(person = 'ines'): Promise<DealBody> {
  const answer = await stand.get(person, address);
  expect([answer.statusCode, answer.json<object>()]).toEqual([200, expect.anything()]);
  return answer.json<DealBody>();
}

const kindsIn = ({ documents }: DealBody) => documents.map(({ document }) => document);
const turnsIn = ({ turns }: DealBody) => turns.map(({ kind, action }) => `${kind}.${action}`);
const linksIn = ({ documents }: DealBody) =>
  Object.fromEntries(
    documents.map(({ document, link }) => [document, link && `${link.document}.${link.member}`]),
  );

describe('a deal', () => {
  test('that there is not is said to be none', async () => {
    const answer = await stand.get('ines', address);
    expect(answer.json()).toMatchObject({ status: 404, code: 'RECORD_NOT_FOUND' });
  });

  test('is a credit, and waits for documents once it is acknowledged', async () => {
    const { credit, drawings } = onTrade;
    const { version, status } = credit;
    const change = { type: 'CreditReceiptAcknowledged', document: 'credit', parts: [reference] };
    const event = JSON.stringify({ v: 2, changes: [{ ...change, version, status }] });
    await write(trade, [credit, drawings], event);
    const found = await deal();
    expect(kindsIn(found)).toEqual(['credit', 'drawings']);
    expect(turnsIn(found)).toEqual(['presentation.lodge']);
    expect(found.turns[0]).toMatchObject({
      document: 'credit',
      members: [{ msp: 'ExporterMSP', name: '珠江出口' }],
      isYours: false,
      until: credit.terms.expiry.date,
    });
    expect((await deal('omar')).turns[0]?.isYours).toBe(true);
    expect(found.timeline.map(({ what }) => what)).toEqual([
      'Credit receipt acknowledged',
      'Drawings changed without an announcement',
    ]);
  });

  test('has the bill that names the credit, and its possessions as each names the next', async () => {
    const { bill, first, held } = onTrade;
    await write(trade, [bill, first]);
    await write(trade, [held, strayPossession]);
    const { documents } = await deal();
    const possessions = documents.filter(({ document }) => document === 'possession');
    expect(possessions.map(({ parts }) => parts[2])).toEqual(['first', held.transactionId]);
  });

  test('has neither licence nor shipment while nothing ties them to it', async () => {
    await write(border, [onBorder.licence, onBorder.shipment]);
    expect(kindsIn(await deal())).not.toContain('licence');
    expect(kindsIn(await deal())).not.toContain('shipment');
  });

  test('has what is presented under it by its own parties, and what cites the papers presented', async () => {
    const { presentation, examination } = onTrade;
    const parties = {
      ...presentation.parties,
      applicant: { msp: 'CarrierMSP', name: 'A stranger' },
    };
    const strangers = { ...presentation, reference: 'STRANGER', parties };
    await write(trade, [presentation, strangers, examination]);
    const found = await deal();
    expect(linksIn(found)).toMatchObject({
      presentation: 'presentation.credit',
      examination: 'presentation.reference',
      licence: 'licence.goods.invoiceSha256',
      shipment: 'shipment.consignment.packingListSha256',
    });
    const presented = found.documents.filter(({ document }) => document === 'presentation');
    expect(presented.map(({ parts }) => parts)).toEqual([[presentation.reference]]);
    expect(found.turns).toContainEqual(
      expect.objectContaining({
        kind: 'examination',
        action: 'comply',
        until: examination.deadline,
      }),
    );
  });

  test('has no licence or shipment of somebody else who repeats a hash', async () => {
    const exporter = { msp: 'CarrierMSP', name: 'A stranger' };
    const licence = aLicence({ reference: 'FALSE-1' });
    const shipment = aShipment({ reference: 'FALSE-2' });
    const falseLicence = { ...licence, parties: { ...licence.parties, exporter } };
    const falseShipment = { ...shipment, parties: { ...shipment.parties, exporter } };
    expect(falseShipment.consignment.packingListSha256).toBe(packingListHash);
    await write(border, [falseLicence, falseShipment]);
    const names = (await deal()).documents.flatMap(({ parts }) => parts);
    expect(names).not.toContain('FALSE-1');
    expect(names).not.toContain('FALSE-2');
  });

  test('has the declaration that names a transaction of the bill, and none that makes one up', async () => {
    const { timeline } = await deal();
    const ofBill = timeline.find(({ what }) => what.startsWith('Bill of lading'));
    const { transactionId } = ofBill as unknown as { readonly transactionId: string };
    await write(border, [
      declaring(transactionId, { reference: 'TRUE' }),
      declaring('e5'.repeat(32), { reference: 'MADE-UP' }),
    ]);
    const found = await deal();
    const declared = found.documents.filter(({ document }) => document === 'declaration');
    expect(declared.map(({ parts }) => parts)).toEqual([['TRUE']]);
  });

  test('ends with what the bank pays and its beneficiary is credited with', async () => {
    const { settled, receipt, proceeds } = laterOnTrade;
    await write(trade, [settled, receipt]);
    expect(turnsIn(await deal())).toContain('proceeds.credit');
    await write(trade, [proceeds]);
    const found = await deal();
    expect(kindsIn(found)).toEqual(expect.arrayContaining(['receipt', 'proceeds']));
    expect(turnsIn(found)).not.toContain('proceeds.credit');
  });

  test('is told in the order of each ledger, and of time between them', async () => {
    const { timeline } = await deal();
    expect(new Set(timeline.map(({ channel }) => channel))).toEqual(new Set(['trade', 'border']));
    const times = timeline.map(({ time }) => time);
    expect(times).toEqual([...times].sort());
  });

  test('says which acts are possible for who asks, and why not the others', async () => {
    const credit = (found: DealBody) => found.documents.find((it) => it.document === 'credit');
    const actions = credit(await deal('henrik'))?.actions ?? [];
    expect(actions).toContainEqual({ action: 'close', possible: true });
    expect(actions).toContainEqual(
      expect.objectContaining({ action: 'issue', possible: false, code: 'ACTION_WRONG_STATUS' }),
    );
    expect(credit(await deal())?.actions).toContainEqual(
      expect.objectContaining({ action: 'close', code: 'ACCESS_ROLE_WRONG' }),
    );
  });
});

describe('who reads it', () => {
  test('on the channel of trade alone has its part of it, and is told nothing of the border', async () => {
    const found = await deal('henrik');
    expect(kindsIn(found)).not.toContain('licence');
    expect(kindsIn(found)).not.toContain('declaration');
    expect(new Set(found.timeline.map(({ channel }) => channel))).toEqual(new Set(['trade']));
    expect(found).toMatchObject({ channels: [{ name: 'trade' }] });
  });

  test.each(['/v1/deals', address, '/v1/deals/NONE'])(
    'on the channel of the border alone cannot read %s, whatever there is',
    async (url) => {
      const answer = await stand.get('lucia', url);
      expect(answer.json()).toMatchObject({ status: 403, code: 'CHANNEL_NOT_JOINED' });
    },
  );

  test('has to be somebody', async () => {
    const answer = await stand.app.inject({
      method: 'GET',
      url: address,
      headers: { host: hostOf('ines') },
    });
    expect(answer.statusCode).toBe(401);
  });
});

describe('the list of deals', () => {
  test('has the newest credit first, with the newest event of its deal and whose turn it is', async () => {
    for (const name of ['LC-A', 'LC-B']) {
      await write(trade, [aCredit({ reference: name, status: 'applied' })]);
    }
    const first = await stand.get('henrik', '/v1/deals?limit=2');
    const page = first.json<{ items: { credit: string }[]; nextCursor: string }>();
    expect(page.items.map(({ credit }) => credit)).toEqual(['LC-B', 'LC-A']);
    expect(page.items[0]).toMatchObject({
      status: 'applied',
      amount: { decimal: '100000.00' },
      newest: { document: 'credit', by: 'Lusitania Imports' },
      turns: [{ action: 'issue', isYours: true }],
    });
    const second = await stand.get('ines', `/v1/deals?limit=2&cursor=${page.nextCursor}`);
    expect(second.json()).toMatchObject({ hasMore: false, items: [{ credit: reference }] });
    const { timeline } = await deal();
    expect(second.json<{ items: object[] }>().items[0]).toMatchObject({ newest: timeline.at(-1) });
  });

  test('of a status has those alone', async () => {
    const answer = await stand.get('ines', '/v1/deals?status=acknowledged');
    expect(answer.json<{ items: object[] }>().items).toHaveLength(1);
  });
});
