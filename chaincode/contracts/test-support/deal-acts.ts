import { anIssue, billName } from '../../domain/test-support/bills.js';
import { anApplication, reference } from '../../domain/test-support/credits.js';
import {
  aLodging,
  aProceedsCommand,
  aReceiptCommand,
  paymentReference,
  presentationReference as presentation,
} from '../../domain/test-support/presentations.js';
import type { Act } from './trade-deal.js';

/** The notice of refusal of the tests. */
export const notice = {
  presentation,
  discrepancies: [{ text: 'Invoice not signed' }],
  disposition: 'notify',
} as const;

/** The acts of a deal in their order, each at its time. */
export const acts = {
  apply: act('applicant', 'credit:Apply', anApplication(), '2026-05-04T09:00:00.000Z'),
  issue: act('issuingBank', 'credit:Issue', { reference }, '2026-05-05T09:00:00.000Z'),
  advise: act('advisingBank', 'credit:Advise', { reference }, '2026-05-06T09:00:00.000Z'),
  issueBill: act('carrier', 'bill:Issue', anIssue(), '2026-05-11T09:00:00.000Z'),
  lodge: act(
    'beneficiary',
    'presentation:Lodge',
    aLodging({ bill: billName }),
    '2026-05-19T09:00:00.000Z',
  ),
  complete: act(
    'beneficiary',
    'presentation:Complete',
    { reference: presentation },
    '2026-05-20T09:00:00.000Z',
  ),
  examine: act('issuingBank', 'examination:Examine', { presentation }, '2026-05-21T09:00:00.000Z'),
  comply: act('issuingBank', 'examination:Comply', { presentation }, '2026-05-22T09:00:00.000Z'),
  refuse: act('issuingBank', 'examination:Refuse', notice, '2026-05-22T09:00:00.000Z'),
  return: act('issuingBank', 'examination:Return', { presentation }, '2026-05-25T09:00:00.000Z'),
  waive: act('applicant', 'examination:Waive', { presentation }, '2026-05-25T09:00:00.000Z'),
  honour: act('issuingBank', 'examination:Honour', { presentation }, '2026-05-25T10:00:00.000Z'),
  receive: act('applicant', 'receipt:Record', aReceiptCommand(), '2026-06-21T09:00:00.000Z'),
  settle: act(
    'issuingBank',
    'examination:Settle',
    { presentation, paymentReference },
    '2026-06-22T09:00:00.000Z',
  ),
  credit: act('advisingBank', 'proceeds:Credit', aProceedsCommand(), '2026-06-23T09:00:00.000Z'),
} as const;

function act(by: Act['by'], name: string, command: object, time: string): Act {
  return { by, name, command, time };
}
