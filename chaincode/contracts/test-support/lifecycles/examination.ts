import type { ExaminationStatus } from '@argosy/domain/examination/steps';
import { aCredit, terms } from '../../../domain/test-support/credits.js';
import {
  anExamination,
  aPresentation,
  paymentReference,
  presentationReference as presentation,
  undertaking,
} from '../../../domain/test-support/presentations.js';
import { aCalendarRecord } from '../../../domain/test-support/register.js';
import type { LifecycleCase } from './case.js';
import { dealPeople } from './deal-people.js';

const acceptance = { by: 'acceptance', maturity: { from: 'date', date: '2026-08-31' } } as const;
const onTheDeadline = Date.parse('2026-05-27T23:59:59.000Z') / 1000;
const afterIt = Date.parse('2026-05-28T00:00:00.000Z') / 1000;
const atMaturity = Date.parse('2026-08-31T00:00:00.000Z') / 1000;

export const examinationLifecycle: LifecycleCase = {
  document: 'examination',
  channel: 'trade',
  people: dealPeople,
  statuses: [
    'examining',
    'complying',
    'refused',
    'returned',
    'waived',
    'precluded',
    'honoured',
    'accepted',
    'settled',
  ],
  allowed: [
    ['examine', '-', 'issuingBank', 'examining'],
    ['comply', 'examining', 'issuingBank', 'complying'],
    ['refuse', 'examining', 'issuingBank', 'refused'],
    ['return', 'refused', 'issuingBank', 'returned'],
    ['return', 'waived', 'issuingBank', 'returned'],
    ['waive', 'refused', 'applicant', 'waived'],
    ['preclude', 'examining', 'applicant', 'precluded'],
    ['preclude', 'examining', 'issuingBank', 'precluded'],
    ['preclude', 'examining', 'advisingBank', 'precluded'],
    ['preclude', 'examining', 'beneficiary', 'precluded'],
    ['precludeUnexamined', '-', 'applicant', 'precluded'],
    ['precludeUnexamined', '-', 'issuingBank', 'precluded'],
    ['precludeUnexamined', '-', 'advisingBank', 'precluded'],
    ['precludeUnexamined', '-', 'beneficiary', 'precluded'],
    ['honour', 'complying', 'issuingBank', 'honoured'],
    ['honour', 'waived', 'issuingBank', 'honoured'],
    ['honour', 'precluded', 'issuingBank', 'honoured'],
    ['accept', 'complying', 'issuingBank', 'accepted'],
    ['accept', 'waived', 'issuingBank', 'accepted'],
    ['accept', 'precluded', 'issuingBank', 'accepted'],
    ['settle', 'honoured', 'issuingBank', 'settled'],
    ['settle', 'accepted', 'issuingBank', 'settled'],
  ],
  record: (status) => {
    const undertaken = ['honoured', 'accepted', 'settled'].includes(status);
    return anExamination({
      status: status as ExaminationStatus,
      ...(undertaken && { undertaking }),
    });
  },
  beside: (action) => [
    action === 'accept' ? aCredit({ terms: { ...terms, available: acceptance } }) : aCredit(),
    aPresentation(),
    aCalendarRecord(),
  ],
  commands: {
    examine: { presentation },
    comply: { presentation },
    refuse: {
      presentation,
      discrepancies: [{ text: 'Invoice not signed' }],
      disposition: 'notify',
    },
    return: { presentation },
    waive: { presentation },
    preclude: { presentation },
    precludeUnexamined: { presentation },
    honour: { presentation },
    accept: { presentation },
    settle: { presentation, paymentReference },
  },
  seconds: (action) => {
    if (action === 'settle') return atMaturity;
    return action.startsWith('preclude') ? afterIt : onTheDeadline;
  },
};
