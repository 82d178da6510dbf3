import type { Amendment } from '../src/amendment/amendment.js';
import { parties, reference } from './credits.js';

/** An amendment in some status. */
export function anAmendment(change: Partial<Amendment> = {}): Amendment {
  return {
    kind: 'amendment',
    version: 2,
    guards: ['ExportBankMSP', 'ImportBankMSP'],
    seal: '5a'.repeat(32),
    credit: reference,
    number: 1,
    status: 'advised',
    parties,
    change: { increase: { currency: 'USD', minor: '500000' } },
    latestTime: '2026-05-12T08:00:00.000Z',
    ...change,
  };
}
