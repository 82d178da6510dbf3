import type { Credit } from '@argosy/domain/credit/credit';
import type { Examination } from '@argosy/domain/examination/examination';
import type { Presentation } from '@argosy/domain/presentation/presentation';
import { aCredit, parties, terms, theDrawings } from '../../../domain/test-support/credits.js';
import {
  aLodging,
  anExamination,
  aPresentation,
  aProceedsCommand,
  aReceiptCommand,
  paymentReference,
  presentationReference as presentation,
  undertaking,
} from '../../../domain/test-support/presentations.js';
import { aCalendarRecord } from '../../../domain/test-support/register.js';
import { act, by, refusalOfCall } from './trigger.js';

const onTheDeadline = '2026-05-27T23:59:59.000Z';
const afterIt = '2026-05-28T00:00:00.000Z';
const bill = { carrierCode: 'MABL', reference: 'NSA2605100017' };

const complete = async (presented: Partial<Presentation>, credit: Partial<Credit> = {}) =>
  refusalOfCall({
    by: await by('beneficiary', 'trader'),
    args: act('presentation', 'complete', { reference: presentation }),
    records: [aCredit(credit), theDrawings(), aPresentation({ status: 'lodging', ...presented })],
  });

const examine = async (presented: Partial<Presentation>) =>
  refusalOfCall({
    by: await by('issuingBank', 'tradeOfficer'),
    args: act('examination', 'examine', { presentation }),
    records: [aCredit(), aPresentation(presented)],
    time: onTheDeadline,
  });

const decide = async (
  action: string,
  command: object,
  at: {
    readonly examination: Partial<Examination>;
    readonly presentation?: Partial<Presentation>;
    readonly time?: string;
  },
) =>
  refusalOfCall({
    by: await by('issuingBank', 'tradeOfficer'),
    args: act('examination', action, { presentation, ...command }),
    records: [
      aCredit(),
      aPresentation(at.presentation),
      anExamination(at.examination),
      aCalendarRecord(),
    ],
    time: at.time ?? onTheDeadline,
  });

const receive = async (change: Parameters<typeof aReceiptCommand>[0], presented = {}) =>
  refusalOfCall({
    by: await by('applicant', 'trader'),
    args: act('receipt', 'record', aReceiptCommand(change)),
    records: [aPresentation(presented)],
    time: '2026-06-21T10:00:00.000Z',
  });

const creditProceeds = async (
  change: Parameters<typeof aProceedsCommand>[0],
  status: Examination['status'] = 'settled',
) =>
  refusalOfCall({
    by: await by('advisingBank', 'tradeOfficer'),
    args: act('proceeds', 'credit', aProceedsCommand(change)),
    records: [aPresentation(), anExamination({ status })],
    time: '2026-09-01T10:00:00.000Z',
  });

const finding = { rule: 'BL9', article: 'x', expected: 'x', found: 'x' } as const;

/** What presenting, examining and what follows from them refuse. */
export const presentationTriggers = {
  PRESENTATION_CREDIT_UNAVAILABLE: async () =>
    refusalOfCall({
      by: await by('beneficiary', 'trader'),
      args: act('presentation', 'lodge', aLodging()),
      records: [aCredit({ status: 'issued' })],
    }),
  DRAWING_CURRENCY_WRONG: () => complete({ amount: { currency: 'EUR', minor: '1' } }),
  DRAWING_ABOVE_AMOUNT: () => complete({ amount: { currency: 'USD', minor: '10000001' } }),
  DEAL_PARTIES_DIFFER: () =>
    complete({}, { parties: { ...parties, applicant: parties.advisingBank } }),
  PRESENTATION_INCOMPLETE: () => examine({ status: 'lodging' }),
  CALENDAR_MISSING: () => examine({}),
  REFUSAL_TOO_LATE: () =>
    decide(
      'refuse',
      { discrepancies: [{ text: 'Invoice not signed' }], disposition: 'hold' },
      { examination: {}, time: afterIt },
    ),
  PRECLUSION_TOO_EARLY: () => decide('preclude', {}, { examination: {} }),
  FINDING_UNANSWERED: () =>
    decide('comply', {}, { examination: {}, presentation: { findings: [finding] } }),
  FINDING_NOT_MADE: () =>
    decide('comply', { answers: [{ finding: 'BL9', reason: 'x' }] }, { examination: {} }),
  UNDERTAKING_WRONG: () => decide('accept', {}, { examination: { status: 'complying' } }),
  SETTLEMENT_NOT_DUE: () =>
    decide('settle', { paymentReference }, { examination: { status: 'honoured', undertaking } }),
  RECEIPT_BEFORE_RELEASE: () => receive({}, { bill }),
  RECEIPT_DATE_WRONG: () => receive({ receivedOn: '2026-06-22' }),
  PROCEEDS_BEFORE_SETTLEMENT: () => creditProceeds({}, 'honoured'),
  PROCEEDS_CURRENCY_WRONG: () => creditProceeds({ amount: { currency: 'EUR', minor: '1' } }),
  PROCEEDS_ABOVE_SETTLEMENT: () =>
    creditProceeds({ amount: { ...terms.amount, minor: '10000001' } }),
};
