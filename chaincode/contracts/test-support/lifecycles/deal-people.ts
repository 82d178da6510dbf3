import type { LifecycleCase } from './case.js';

/** Who comes to the documents of a deal: its four parties, and members without a part in it. */
export const dealPeople: LifecycleCase['people'] = {
  applicant: { member: 'applicant', staff: 'trader' },
  issuingBank: { member: 'issuingBank', staff: 'tradeOfficer' },
  advisingBank: { member: 'advisingBank', staff: 'tradeSupervisor' },
  beneficiary: { member: 'beneficiary', staff: 'trader' },
  outsider: { member: 'carrier', staff: 'trader' },
  outsiderBank: { member: 'carrier', staff: 'tradeOfficer' },
  auditor: { member: 'auditor', staff: 'auditor' },
};
