import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bicycles } from '../../../chaincode/domain/test-support/border-commands.js';
import { terms } from '../../../chaincode/domain/test-support/credits.js';
import { Deal, untilPresented } from './support/deal.js';
import { foundRegisters } from './support/founding.js';
import { startHarbour } from './support/harbour.js';
import type { Harbour } from './support/harbour.js';
import { day, moment, particularsOf } from './support/particulars.js';

let harbour: Harbour;

beforeAll(async () => {
  harbour = await startHarbour();
  await foundRegisters(harbour.clients);
}, 90_000);
afterAll(() => harbour.stop(), 30_000);

describe('documents that do not comply', () => {
  test('are refused, returned with the bill, and presented again', async () => {
    const deal = new Deal(harbour.clients, 'RETURNED');
    const { presentation } = deal.names;
    await deal.take(...untilPresented, 'examine');
    expect(await deal.possessors()).toEqual(['ExporterMSP', 'ImportBankMSP']);
    const notice = deal.refusal('notify');
    expect(await deal.does('henrik', 'trade', 'examination:Refuse', notice)).toBe('refused');
    expect(await deal.isTold('henrik', 'trade', 'examination:Refuse', notice)).toBe(
      'ACTION_WRONG_STATUS',
    );
    expect(await deal.does('henrik', 'trade', 'examination:Return', { presentation })).toBe(
      'returned',
    );
    expect(await deal.possessors()).toEqual(['ExporterMSP', 'ImportBankMSP', 'ExporterMSP']);
    expect(await deal.isTold('henrik', 'trade', 'examination:Honour', { presentation })).toBe(
      'ACTION_WRONG_STATUS',
    );
    // What went back may be drawn again.
    const again = { ...deal.commandOf('lodge'), reference: 'DOCS-AGAIN' };
    await deal.does('omar', 'trade', 'presentation:Lodge', again);
    const reference = { reference: 'DOCS-AGAIN' };
    expect(await deal.does('omar', 'trade', 'presentation:Complete', reference)).toBe('complete');
    expect((await deal.possessors()).at(-1)).toBe('ImportBankMSP');
  }, 30_000);

  test('are refused and returned in one notice', async () => {
    const deal = new Deal(harbour.clients, 'ATONCE');
    await deal.take(...untilPresented, 'examine');
    const notice = deal.refusal('return');
    expect(await deal.does('henrik', 'trade', 'examination:Refuse', notice)).toBe('returned');
    expect((await deal.possessors()).at(-1)).toBe('ExporterMSP');
  }, 30_000);

  test('are refused, waived by the applicant, and honoured', async () => {
    const deal = new Deal(harbour.clients, 'WAIVED');
    const { presentation } = deal.names;
    await deal.take(...untilPresented, 'examine');
    await deal.does('henrik', 'trade', 'examination:Refuse', deal.refusal('notify'));
    expect(await deal.isTold('omar', 'trade', 'examination:Waive', { presentation })).toBe(
      'ACTION_WRONG_PARTY',
    );
    expect(await deal.does('ines', 'trade', 'examination:Waive', { presentation })).toBe('waived');
    await deal.take('honour');
    expect((await deal.possessors()).at(-1)).toBe('ImporterMSP');
  }, 30_000);
});

test('a credit that was increased is drawn in parts, up to the new amount', async () => {
  const deal = new Deal(harbour.clients, 'PARTS');
  const { credit } = deal.names;
  await deal.take('apply', 'issue', 'advise', 'acknowledge');
  const amendment = { credit, number: 1 };
  const { currency } = terms.amount;
  const change = { increase: { currency, minor: '500000' } };
  await deal.does('ines', 'trade', 'amendment:Propose', { ...amendment, change });
  await deal.does('henrik', 'trade', 'amendment:Issue', amendment);
  await deal.does('mei', 'trade', 'amendment:Advise', amendment);
  expect(await deal.isTold('ines', 'trade', 'amendment:Accept', amendment)).toBe(
    'ACTION_WRONG_PARTY',
  );
  expect(await deal.does('omar', 'trade', 'amendment:Accept', amendment)).toBe('accepted');
  const { bill: _bill, ...lodging } = particularsOf(deal.names).lodging;
  const draw = async (reference: string, minor: string) => {
    const amount = { currency, minor };
    await deal.does('omar', 'trade', 'presentation:Lodge', {
      ...lodging,
      reference,
      amount,
      invoiceAmount: amount,
    });
    const outcome = await deal.as('omar').submit('trade', 'presentation:Complete', { reference });
    return outcome.refusal?.code ?? outcome.status;
  };
  expect(await draw('PART-1', '6000000')).toBe('complete');
  expect(await draw('PART-2', '4500001')).toBe('DRAWING_ABOVE_AMOUNT');
  expect(await draw('PART-3', '4500000')).toBe('complete');
  expect(await draw('PART-4', '1')).toBe('DRAWING_ABOVE_AMOUNT');
}, 30_000);

describe('at the border', () => {
  test('goods that customs hold are not cleared, nor if they differ', async () => {
    const deal = new Deal(harbour.clients, 'HELD');
    const reference = deal.names.declaration;
    await deal.takeUntil('acceptDeclaration');
    const reason = 'The seal is broken';
    expect(await deal.does('jonas', 'border', 'declaration:Hold', { reference, reason })).toBe(
      'held',
    );
    expect(await deal.isTold('jonas', 'border', 'declaration:Clear', { reference })).toBe(
      'ACTION_WRONG_STATUS',
    );
    const finding = { date: day(), result: 'differs', remark: 'Motorcycles' };
    await deal.does('jonas', 'border', 'declaration:Examine', { reference, finding });
    expect(await deal.isTold('jonas', 'border', 'declaration:Clear', { reference })).toBe(
      'DECLARATION_DIFFERS',
    );
    expect(await deal.does('jonas', 'border', 'declaration:Refuse', { reference, reason })).toBe(
      'refused',
    );
  }, 30_000);

  test('without a licence nothing is loaded', async () => {
    const deal = new Deal(harbour.clients, 'UNLICENSED');
    const { licence: reference, shipment } = deal.names;
    await deal.take('applyForLicence', 'inspectGoods', 'ready');
    const reason = 'The consignee is embargoed';
    expect(await deal.does('lucia', 'border', 'licence:Refuse', { reference, reason })).toBe(
      'refused',
    );
    const quantity = bicycles(1000);
    const drawing = { reference, shipment, quantity };
    expect(await deal.isTold('omar', 'border', 'licence:DrawDown', drawing)).toBe(
      'ACTION_WRONG_STATUS',
    );
    const { voyage } = particularsOf(deal.names);
    const loading = { reference: shipment, at: moment(), voyage };
    expect(await deal.isTold('rafael', 'border', 'shipment:Load', loading)).toBe(
      'SHIPMENT_WITHOUT_LICENCE',
    );
  }, 30_000);
});
