import { anIssue, aTitle } from '../../../domain/test-support/bills.js';
import { surrenderAccepted } from '../titles.js';
import type { LifecycleCase } from './case.js';

export const billLifecycle: LifecycleCase = {
  document: 'bill',
  channel: 'trade',
  people: {
    carrier: { member: 'carrier', staff: 'carrierOfficer' },
    carriersTrader: { member: 'carrier', staff: 'trader' },
    shipper: { member: 'beneficiary', staff: 'trader' },
    shippersOfficer: { member: 'beneficiary', staff: 'carrierOfficer' },
    issuingBank: { member: 'issuingBank', staff: 'tradeOfficer' },
    auditor: { member: 'auditor', staff: 'auditor' },
  },
  statuses: ['issued', 'surrendered'],
  allowed: [['issue', '-', 'carrier', 'issued']],
  record: (status) => (status === 'issued' ? aTitle() : surrenderAccepted()).bill,
  beside: () => [],
  commands: { issue: anIssue() },
};
