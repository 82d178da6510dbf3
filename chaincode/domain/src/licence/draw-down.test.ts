import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { aLicence, grant } from '../../test-support/border.js';
import { bicycles } from '../../test-support/border-commands.js';
import { aCall } from '../../test-support/credits.js';
import { codeOf, refusalOf } from '../../test-support/refusal.js';
import type { Quantity } from '../codes/quantity.js';
import { LedgerError } from '../errors.js';
import { drawDownLicence } from './draw-down.js';
import { licenceSchema } from './licence.js';
import type { Licence } from './licence.js';

const thousandths = (count: string): Quantity => ({ unit: 'H87', thousandths: count });

function drawn(
  shipment: string,
  quantity: Quantity,
  { licence = aLicence(), time = '2026-05-20T09:00:00.000Z' } = {},
) {
  const call = aCall('beneficiary', time);
  const command = { reference: licence.reference, shipment, quantity };
  return drawDownLicence(licence, command, call)[0].record;
}

describe('a licence is drawn down', () => {
  test('to the last thousandth, and no further', () => {
    expect(drawn('S1', thousandths('999999'))).toMatchObject({
      status: 'issued',
      left: thousandths('1'),
      drawn: [{ shipment: 'S1', quantity: thousandths('999999') }],
    });
    const exhausted = drawn('S1', thousandths('1000000'));
    expect(exhausted).toMatchObject({ status: 'exhausted', left: bicycles(0) });
    const { code, details } = refusalOf(() => drawn('S1', thousandths('1000001')));
    expect([code, details['actual'], details['limit']]).toEqual([
      'LICENCE_OVERDRAWN',
      '1000.001 H87',
      '1000 H87',
    ]);
  });

  test('by what is left after the shipments before', () => {
    const licence = aLicence({
      left: bicycles(400),
      drawn: [{ shipment: 'S1', quantity: bicycles(600) }],
    });
    const next = drawn('S2', bicycles(400), { licence });
    expect(next).toMatchObject({ status: 'exhausted', left: bicycles(0) });
    const tooMuch = () => drawn('S2', thousandths('400001'), { licence });
    expect(codeOf(tooMuch)).toBe('LICENCE_OVERDRAWN');
  });

  test('once for a shipment', () => {
    const licence = aLicence({
      left: bicycles(999),
      drawn: [{ shipment: 'S1', quantity: bicycles(1) }],
    });
    expect(codeOf(() => drawn('S1', bicycles(1), { licence }))).toBe('LICENCE_SHIPMENT_TWICE');
    expect(drawn('S10', bicycles(1), { licence })).toMatchObject({ left: bicycles(998) });
    expect(drawn('S', bicycles(1), { licence })).toMatchObject({ left: bicycles(998) });
  });

  test('in the unit that it counts in', () => {
    const inKilograms = () => drawn('S1', { unit: 'KGM', thousandths: '1' });
    expect(codeOf(inKilograms)).toBe('LICENCE_UNIT_WRONG');
  });

  test.each([
    ['on its first day', '2026-05-05T00:00:00.000Z', undefined],
    ['before it', '2026-05-04T23:59:59.999Z', 'LICENCE_NOT_VALID_YET'],
    ['on its last day', '2026-05-31T23:59:59.999Z', undefined],
    ['after it', '2026-06-01T00:00:00.000Z', 'LICENCE_EXPIRED'],
  ])('%s', (_, time, refusal) => {
    const licence = aLicence({ latestTime: '2026-05-01T08:00:00.000Z' });
    const act = () => drawn('S1', bicycles(1), { licence, time });
    if (refusal === undefined) expect(act()).toMatchObject({ left: bicycles(999) });
    else expect(codeOf(act)).toBe(refusal);
  });

  test('for a hundred shipments at most', () => {
    const before = (count: number) =>
      aLicence({
        left: bicycles(1),
        drawn: Array.from({ length: count }, (_, index) => ({
          shipment: `S${String(index)}`,
          quantity: bicycles(1),
        })),
      });
    const last = drawn('LAST', thousandths('1'), { licence: before(99) });
    expect(licenceSchema.safeParse({ ...before(99), ...last }).success).toBe(true);
    const next = () => drawn('NEXT', thousandths('1'), { licence: before(100) });
    expect(codeOf(next)).toBe('LICENCE_SHIPMENTS_TOO_MANY');
  });

  test.each(['applied', 'inspected', 'refused', 'exhausted', 'revoked'] as const)(
    'not once it is %s',
    (status) => {
      const act = () => drawn('S1', bicycles(1), { licence: aLicence({ status }) });
      expect(codeOf(act)).toBe('ACTION_WRONG_STATUS');
    },
  );

  test('by its exporter, whoever else knows its number', () => {
    const command = { reference: aLicence().reference, shipment: 'S1', quantity: bicycles(1) };
    const byOther = () => drawDownLicence(aLicence(), command, aCall('applicant'));
    expect(codeOf(byOther)).toBe('ACTION_WRONG_PARTY');
  });
});

test('whatever is asked for, what was drawn and what is left are what was allowed', () => {
  const asked = fc.array(
    fc.record({
      shipment: fc.integer({ min: 0, max: 8 }).map((it) => `S${String(it)}`),
      quantity: fc.integer({ min: 1, max: 600_000 }).map((it) => thousandths(String(it))),
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(asked, (requests) => {
      const licence = requests.reduce(afterRequest, aLicence());
      const taken = licence.drawn.map(({ quantity }) => Number(quantity.thousandths));
      const together = taken.reduce((sum, it) => sum + it, Number(licence.left?.thousandths));
      expect(String(together)).toBe(grant.quantity.thousandths);
      const shipments = licence.drawn.map(({ shipment }) => shipment);
      expect(new Set(shipments).size).toBe(shipments.length);
      expect(licence.status === 'exhausted').toBe(licence.left?.thousandths === '0');
    }),
    { numRuns: 300 },
  );
});

/** The licence after a request, which may be refused. */
function afterRequest(
  licence: Licence,
  request: { readonly shipment: string; readonly quantity: Quantity },
): Licence {
  try {
    return licenceSchema.parse(drawn(request.shipment, request.quantity, { licence }));
  } catch (error) {
    if (error instanceof LedgerError) return licence;
    throw error;
  }
}
