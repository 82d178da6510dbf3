import { beforeAll, describe, expect, test } from '@jest/globals';
import { LedgerError } from '@argosy/domain/errors';
import { reference } from '../../domain/test-support/credits.js';
import { deal, people, requestId } from '../test-support/deal.js';
import type { People } from '../test-support/deal.js';
import { MemoryLedger } from '../test-support/memory-ledger.js';
import type { Execution } from '../test-support/memory-ledger.js';

let staff: People;
beforeAll(async () => {
  staff = await people();
});

async function ledgerAfter(steps: number): Promise<{ ledger: MemoryLedger; last: Execution }> {
  const ledger = new MemoryLedger();
  let last: Execution | undefined;
  for (const proposal of deal(staff).slice(0, steps)) last = await ledger.submit(proposal);
  if (last === undefined) throw new Error('no step');
  return { ledger, last };
}

const creditRecord = `\u0000credit\u0000${reference}\u0000`;
const requestRecord = (msp: string, number: number) =>
  `\u0000request\u0000${msp}\u0000${requestId(number)}\u0000`;

test.each([
  [1, 'CreditApplied', 'applied', 'ImporterMSP'],
  [2, 'CreditIssued', 'issued', 'ImportBankMSP'],
  [3, 'CreditAdvised', 'advised', 'ExportBankMSP'],
  [4, 'DocumentsPresented', 'presented', 'ExporterMSP'],
  [5, 'CreditHonoured', 'honoured', 'ImportBankMSP'],
  [6, 'CreditSettled', 'settled', 'ImportBankMSP'],
])('step %i of a deal: %s', async (version, type, status, msp) => {
  const { last } = await ledgerAfter(version);
  expect(last.status).toBe(200);
  const change = { document: 'credit', reference, status, type, version };
  expect(last.events).toEqual([['argosy', JSON.stringify({ changes: [change], v: 1 })]]);
  expect(last.writes).toEqual([
    [requestRecord(msp, version - 1), expect.stringContaining(`"txId":"tx${String(version)}"`)],
    [creditRecord, last.payload],
  ]);
  expect(last.reads).toEqual([requestRecord(msp, version - 1), creditRecord]);
  expect(JSON.parse(last.payload)).toMatchObject({ reference, status, version });
});

test('two peers give the same writes, event and response', async () => {
  const [one, other] = [new MemoryLedger(), new MemoryLedger()];
  for (const proposal of deal(staff)) {
    expect(await one.submit(proposal)).toEqual(await other.submit(proposal));
  }
  expect([...one.state]).toEqual([...other.state]);
});

test('the record is read by any staff of the channel, and reading writes nothing', async () => {
  const { ledger, last } = await ledgerAfter(6);
  const read = await ledger.endorse({ by: staff.omar, args: ['credit:Get', reference] });
  expect(read).toMatchObject({ status: 200, payload: last.payload, writes: [], events: [] });
});

test('a function is found without its contract’s name', async () => {
  const { ledger, last } = await ledgerAfter(1);
  const read = await ledger.endorse({ by: staff.ines, args: ['Get', reference] });
  expect(read.payload).toBe(last.payload);
});

describe('a request sent again', () => {
  test.each([
    ['with the same content', { reference }, true],
    ['with another content', { reference: 'OTHER' }, false],
  ])('%s is refused with the transaction that carried it out', async (_, command, sameContent) => {
    const { ledger } = await ledgerAfter(2);
    const args = ['credit:Issue', JSON.stringify(command), requestId(1)];
    const { message, writes } = await ledger.submit({ by: staff.henrik, args });
    const { code, details } = LedgerError.parse(message) ?? {};
    expect(code).toBe('REQUEST_ALREADY_RECORDED');
    expect(details).toEqual({ transactionId: 'tx2', sameContent });
    expect(writes).toEqual([]);
  });

  test('for another action has not the same content', async () => {
    const { ledger } = await ledgerAfter(2);
    const args = ['credit:Honour', JSON.stringify({ reference }), requestId(1)];
    const { message } = await ledger.submit({ by: staff.henrik, args });
    expect(LedgerError.parse(message)?.details['sameContent']).toBe(false);
  });

  test('by another member is another request', async () => {
    const { ledger } = await ledgerAfter(2);
    const args = ['credit:Advise', JSON.stringify({ reference }), requestId(1)];
    expect((await ledger.submit({ by: staff.mei, args })).status).toBe(200);
  });

  test('after a refusal may succeed, since a refusal records nothing', async () => {
    const { ledger } = await ledgerAfter(1);
    const args = ['credit:Advise', JSON.stringify({ reference }), requestId(2)];
    expect((await ledger.submit({ by: staff.mei, args })).status).toBe(500);
    await ledger.submit({ ...deal(staff)[1], by: staff.henrik, args: deal(staff)[1]?.args ?? [] });
    expect((await ledger.submit({ by: staff.mei, args })).status).toBe(200);
  });
});
