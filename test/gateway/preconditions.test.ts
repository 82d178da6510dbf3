import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Database } from '@argosy/gateway/database/database';
import { grantExample, inspectionExample } from '@argosy/gateway/http/border-examples';
import { makeConsortium } from '../support/consortium.js';
import { application, licenceApplication } from './deal.js';
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
  stand = await Stand.start({ network, border, database, name: 'preconditions' });
}, 60_000);
afterAll(async () => {
  await stand.stop();
  await remove();
});

let requests = 0;
async function done(person: string, url: string, body: object): Promise<void> {
  requests += 1;
  const answer = await stand.post(person, url, { key: `request-${requests}`, body });
  expect([url, answer.statusCode]).toEqual([url, 201]);
}

/** A licence that is issued: version 3, and the next two drawings leave it issued. */
async function issuedLicence(reference: string): Promise<void> {
  const acts = `/v1/licences/${reference}/actions`;
  await done('omar', '/v1/licences', licenceApplication(reference));
  await done('lucia', `${acts}/inspect`, {
    inspection: { ...inspectionExample, date: '2027-02-28' },
  });
  await done('lucia', `${acts}/issue`, {
    grant: { ...grantExample, validFrom: '2027-02-28' },
  });
}

let drawings = 0;
function drawDown(reference: string, ifMatch: string, key?: string) {
  drawings += 1;
  const body = { shipment: key ?? `S-${drawings}`, quantity: { unit: 'KGM', thousandths: '1000' } };
  const headers = { 'if-match': ifMatch };
  const url = `/v1/licences/${reference}/actions/drawDown`;
  return stand.post('omar', url, { key: key ?? `draw-${drawings}`, body, headers });
}

const failed = (currentVersion: number, expectedVersion: number) => ({
  status: 412,
  code: 'PRECONDITION_FAILED',
  details: { currentVersion, expectedVersion },
  retryable: false,
});

describe('an act on one version of a document', () => {
  test('is taken at that version, and its key gives the same answer afterwards', async () => {
    await issuedLicence('M-1');
    const page = await stand.get('omar', '/v1/licences/M-1');
    const etag = String(page.headers['etag']);
    expect(etag).toBe('"3"');
    const first = await drawDown('M-1', etag, 'M-1-key');
    expect(first.json()).toMatchObject({ state: 'committed', result: { version: 4 } });
    const again = await drawDown('M-1', etag, 'M-1-key');
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.json()).toEqual(first.json());
    const another = await drawDown('M-1', '"4"', 'M-1-key');
    expect(another.json()).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  test('is refused at a later one, which is named, and no peer is asked', async () => {
    await issuedLicence('M-2');
    await drawDown('M-2', '"3"');
    const { proposals } = border;
    const answer = await drawDown('M-2', '"3"', 'M-2-key');
    expect(answer.json()).toMatchObject(failed(4, 3));
    expect(answer.json<{ detail: string }>().detail).toContain('it is at version 4');
    expect(border.proposals).toBe(proposals);
    const again = await drawDown('M-2', '"3"', 'M-2-key');
    expect(again.json()).toEqual(answer.json());
    expect(again.headers['idempotency-replayed']).toBe('true');
  });

  test('is refused where the ledger is further on than the read model, and nothing is sent', async () => {
    await issuedLicence('M-3');
    border.isHolding = true;
    const headers = { prefer: 'wait=0' };
    const body = { shipment: 'S-H', quantity: { unit: 'KGM', thousandths: '1000' } };
    await stand.post('omar', '/v1/licences/M-3/actions/drawDown', { key: 'H', body, headers });
    while (border.heldBlocks().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const { submissions } = border;
    const answer = await drawDown('M-3', '"3"');
    expect(answer.json()).toMatchObject(failed(4, 3));
    expect(border.submissions).toBe(submissions);
    border.release();
  });

  test('is refused before it was at that version', async () => {
    await issuedLicence('M-4');
    const answer = await drawDown('M-4', '"9"');
    expect(answer.json()).toMatchObject(failed(3, 9));
  });

  test('races: of two on one version one is taken, the other is refused', async () => {
    await issuedLicence('M-5');
    const answers = await Promise.all([drawDown('M-5', '"3"'), drawDown('M-5', '"3"')]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 412]);
    expect(answers.find(({ statusCode }) => statusCode === 412)?.json()).toMatchObject(
      failed(4, 3),
    );
    const page = await stand.get('omar', '/v1/licences/M-5', {
      'min-ledger-height': String(border.blocks.length),
    });
    expect(page.headers['etag']).toBe('"4"');
  });
});

describe('the header If-Match', () => {
  test.each(['3', '*', 'W/"3"', '"0"', '"three"', '"3", "4"', ''])(
    'is refused as %j',
    async (ifMatch) => {
      const answer = await drawDown('M-1', ifMatch);
      expect(answer.json()).toMatchObject({
        status: 400,
        errors: [{ pointer: 'headers/if-match' }],
      });
    },
  );

  test('is refused where the act is not on the document of the address', async () => {
    const headers = { 'if-match': '"1"' };
    const created = await stand.post('ines', '/v1/credits', {
      key: 'created',
      body: application('M-6'),
      headers,
    });
    expect(created.json()).toMatchObject({
      status: 400,
      errors: [{ pointer: 'headers/if-match' }],
    });
    const passedOn = await stand.post('omar', '/v1/bills/ARGC/B-1/actions/endorseInBlank', {
      key: 'passedOn',
      body: {},
      headers,
    });
    expect(passedOn.json()).toMatchObject({ status: 400, errors: [{}] });
  });
});
