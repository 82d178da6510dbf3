import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Database } from '@argosy/gateway/database/database';
import { makeConsortium } from '../support/consortium.js';
import { application } from './deal.js';
import { MemoryNetwork } from './memory-network.js';
import { Stand, temporaryDatabase } from './stand.js';

let database: Database;
let remove: () => Promise<void>;
let stand: Stand;
let operation: { readonly id: string; readonly transactionId: string };

beforeAll(async () => {
  ({ database, remove } = await temporaryDatabase());
  const network = new MemoryNetwork(await makeConsortium());
  stand = await Stand.start({ network, database, name: 'operations' });
  const body = application('O-1');
  operation = (await stand.post('ines', '/v1/credits', { key: 'o1', body })).json();
}, 60_000);
afterAll(async () => {
  await stand.stop();
  await remove();
});

const ofTransaction = (person: string, id: string) =>
  stand.get(person, `/v1/transactions/${id}/operation`);

test('an operation is found by its transaction, with who asked, by which request, and how often it was endorsed', async () => {
  const answer = await ofTransaction('ines', operation.transactionId);
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toMatchObject({
    ...{ id: operation.id, transactionId: operation.transactionId, person: 'ines', attempts: 1 },
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
});

test('by nobody of another organisation', async () => {
  const answer = await ofTransaction('henrik', operation.transactionId);
  expect([answer.statusCode, answer.json()]).toMatchObject([404, { code: 'OPERATION_NOT_FOUND' }]);
});

test('a transaction that nobody sent has none', async () => {
  const answer = await ofTransaction('ines', 'ab'.repeat(32));
  expect([answer.statusCode, answer.json()]).toMatchObject([404, { code: 'OPERATION_NOT_FOUND' }]);
});

test('what is no id of a transaction is refused', async () => {
  const answer = await ofTransaction('ines', 'AB');
  expect([answer.statusCode, answer.json()]).toMatchObject([400, { code: 'REQUEST_INVALID' }]);
});
