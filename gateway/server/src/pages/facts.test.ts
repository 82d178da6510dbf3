import { describe, expect, test } from '@jest/globals';
import { factsOf, hashesOf } from './facts.js';

const hash = 'ab'.repeat(32);
const textIn = (record: object) =>
  factsOf(record)
    .text.replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

describe('what a record says', () => {
  test.each([
    [{ amount: { currency: 'USD', minor: '12500050' } }, 'Amount 125000.50 USD'],
    [{ amount: { currency: 'JPY', minor: '7' } }, 'Amount 7 JPY'],
    [{ quantity: { unit: 'KGM', thousandths: '2500' } }, 'Quantity 2.5 KGM'],
    [{ carrier: { msp: 'CarrierMSP', name: 'Lines & Co' } }, 'Carrier Lines &amp; Co (CarrierMSP)'],
    [{ loadedAt: '2027-03-01T09:30:00.000Z' }, 'Loaded at 2027-03-01 09:30:00 UTC'],
    [{ expiry: { date: '2027-06-30', place: 'Santos' } }, 'Expiry Date 2027-06-30 Place Santos'],
    [{ onReceiptOfGoods: true, documents: [] }, 'On receipt of goods yes Documents none'],
    [{ partialShipments: 'notAllowed', mrn: '27DE' }, 'Partial shipments Not allowed MRN 27DE'],
    [{ goods: 'notAllowed' }, 'Goods notAllowed'],
    [{ hsCodes: ['090111', '090121'] }, 'HS codes 090111 090121'],
  ])('%j reads %s', (record, text) => {
    expect(textIn(record)).toBe(text);
  });

  test('has times as machines read them too', () => {
    const { text } = factsOf({ at: '2027-03-01T09:30:00.000Z' });
    expect(text).toContain('<time datetime="2027-03-01T09:30:00.000Z">');
  });

  test('keeps lines apart, and is text however it looks', () => {
    const { text } = factsOf({ goods: '<b>one</b>\ntwo' });
    expect(text).toContain('<span class="lines">&lt;b&gt;one&lt;/b&gt;\ntwo</span>');
  });

  test('has no hash, and nothing that stands elsewhere on the page', () => {
    const state = { kind: 'credit', status: 'issued', version: 1, guards: [], seal: hash };
    expect(
      textIn({ ...state, sha256: hash, documents: [{ type: 'packingList', sha256: hash }] }),
    ).toBe('Documents Type Packing list');
  });
});

test('the hashes of a record are told with the way to each', () => {
  const record = { seal: hash, goods: { bill: { sha256: hash } }, documents: [{ sha256: hash }] };
  expect(hashesOf(record).map(({ label }) => label)).toEqual([
    'Seal',
    'Goods, Bill, SHA-256',
    'Documents, 1, SHA-256',
  ]);
});
