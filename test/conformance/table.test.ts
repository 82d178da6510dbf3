import { describe, expect, test } from '@jest/globals';
import { rows } from '../ledger/rows/table.js';
import { outOfReach } from './out-of-reach.js';
import { services } from './services.js';
import { readRecords } from './suite/record.js';
import { heldCases } from './table.js';

describe('the cases of services and validation', () => {
  const cases = heldCases();

  test('are listed without a gap', () => {
    expect(services.map(([number]) => number)).toEqual(Array.from({ length: 83 }, (_, i) => i + 1));
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 77 }, (_, i) => i + 1));
  });

  test('are each asked by the suite, or say why no client can', () => {
    const missing = cases.filter(({ suite, reason }) => !suite && reason === undefined);
    expect(missing.map(({ id }) => id)).toEqual([]);
    const both = cases.filter(({ suite, reason }) => suite && reason !== undefined);
    expect(both.map(({ id }) => id)).toEqual([]);
    const ids = cases.map(({ id }) => id);
    expect(Object.keys(outOfReach).filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('that no client can bring about are held below', () => {
    const unheld = cases.filter((one) => one.reason !== undefined && !one.unit && !one.inProcess);
    expect(unheld.map(({ id }) => id)).toEqual([]);
  });

  test('hold in every run that was written down', () => {
    for (const { name, held } of readRecords()) {
      const failed = Object.keys(held).filter((id) => held[id] !== true);
      expect([name, failed]).toEqual([name, []]);
    }
  });
});
