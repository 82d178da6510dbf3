import type { StaffRole } from '../shared/staff-roles.js';
import type { CreditStatus } from './credit.js';
import type { CreditRole } from './parties.js';

interface Step {
  /** The party of the credit whose act it is. */
  readonly by: CreditRole;
  /** The staff of that party who may do it. */
  readonly staff: StaffRole;
  /** Empty for the act that creates the credit. */
  readonly from: readonly CreditStatus[];
  readonly to: CreditStatus;
  readonly event: string;
}

/**
 * The life of a credit available by payment at sight: the one table that contract, gateway and apps
 * read.
 */
export const creditSteps = {
  apply: {
    by: 'applicant',
    staff: 'trader',
    from: [],
    to: 'applied',
    event: 'CreditApplied',
  },
  issue: {
    by: 'issuingBank',
    staff: 'tradeOfficer',
    from: ['applied'],
    to: 'issued',
    event: 'CreditIssued',
  },
  advise: {
    by: 'advisingBank',
    staff: 'tradeOfficer',
    from: ['issued'],
    to: 'advised',
    event: 'CreditAdvised',
  },
  present: {
    by: 'beneficiary',
    staff: 'trader',
    from: ['advised'],
    to: 'presented',
    event: 'DocumentsPresented',
  },
  honour: {
    by: 'issuingBank',
    staff: 'tradeOfficer',
    from: ['presented'],
    to: 'honoured',
    event: 'CreditHonoured',
  },
  settle: {
    by: 'issuingBank',
    staff: 'tradeOfficer',
    from: ['honoured'],
    to: 'settled',
    event: 'CreditSettled',
  },
} as const satisfies Record<string, Step>;

export type CreditAction = keyof typeof creditSteps;

export const creditActionNames = Object.keys(creditSteps).filter(isCreditAction);

export function isCreditAction(text: string): text is CreditAction {
  return Object.hasOwn(creditSteps, text);
}

/** The statuses from which an action may be taken. */
export function statusesBefore(action: CreditAction): readonly CreditStatus[] {
  return creditSteps[action].from;
}
