import {
  aPresentation,
  aReceipt,
  aReceiptCommand,
} from '../../../domain/test-support/presentations.js';
import type { LifecycleCase } from './case.js';
import { dealPeople } from './deal-people.js';

const afterArrival = Date.parse('2026-06-21T10:00:00.000Z') / 1000;

export const receiptLifecycle: LifecycleCase = {
  document: 'receipt',
  channel: 'trade',
  people: dealPeople,
  statuses: ['received'],
  allowed: [['record', '-', 'applicant', 'received']],
  record: () => aReceipt(),
  beside: () => [aPresentation()],
  commands: { record: aReceiptCommand() },
  seconds: () => afterArrival,
};
