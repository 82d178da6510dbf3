import type { CreditStatus } from '@argosy/domain/credit/steps';
import {
  aCredit,
  anApplication,
  reference,
  terms,
  theDrawings,
} from '../../../domain/test-support/credits.js';
import { aCalendarRecord } from '../../../domain/test-support/register.js';
import type { LifecycleCase } from './case.js';

const reason = 'As agreed by telephone';
const may25 = Date.parse('2026-05-25T09:00:00.000Z') / 1000;
const afterExpiry = Date.parse('2026-07-01T00:00:00.000Z') / 1000;

export const creditLifecycle: LifecycleCase = {
  document: 'credit',
  channel: 'trade',
  people: {
    applicant: { member: 'applicant', staff: 'trader' },
    issuingBank: { member: 'issuingBank', staff: 'tradeOfficer' },
    advisingBank: { member: 'advisingBank', staff: 'tradeSupervisor' },
    beneficiary: { member: 'beneficiary', staff: 'trader' },
    outsider: { member: 'carrier', staff: 'trader' },
    outsiderBank: { member: 'carrier', staff: 'tradeOfficer' },
    auditor: { member: 'auditor', staff: 'auditor' },
  },
  statuses: [
    'applied',
    'returned',
    'declined',
    'withdrawn',
    'issued',
    'advised',
    'acknowledged',
    'confirmed',
    'unconfirmed',
    'cancelled',
    'closed',
  ],
  allowed: [
    ['apply', '-', 'applicant', 'applied'],
    ['revise', 'returned', 'applicant', 'applied'],
    ['withdraw', 'applied', 'applicant', 'withdrawn'],
    ['withdraw', 'returned', 'applicant', 'withdrawn'],
    ['return', 'applied', 'issuingBank', 'returned'],
    ['decline', 'applied', 'issuingBank', 'declined'],
    ['issue', 'applied', 'issuingBank', 'issued'],
    ['advise', 'issued', 'advisingBank', 'advised'],
    ['acknowledgeReceipt', 'advised', 'advisingBank', 'acknowledged'],
    ['confirm', 'acknowledged', 'advisingBank', 'confirmed'],
    ['declineToConfirm', 'acknowledged', 'advisingBank', 'unconfirmed'],
    ['close', 'issued', 'issuingBank', 'closed'],
    ['close', 'advised', 'issuingBank', 'closed'],
    ['close', 'acknowledged', 'issuingBank', 'closed'],
    ['close', 'confirmed', 'issuingBank', 'closed'],
    ['close', 'unconfirmed', 'issuingBank', 'closed'],
  ],
  record: (status) => aCredit({ status: status as CreditStatus }),
  beside: (action) => (action === 'close' ? [theDrawings(), aCalendarRecord()] : []),
  commands: {
    apply: anApplication(),
    revise: { reference, terms },
    withdraw: { reference },
    return: { reference, reason },
    decline: { reference, reason },
    issue: { reference },
    advise: { reference },
    acknowledgeReceipt: { reference },
    confirm: { reference },
    declineToConfirm: { reference, reason },
    close: { reference },
  },
  seconds: (action) => (action === 'close' ? afterExpiry : may25),
};
