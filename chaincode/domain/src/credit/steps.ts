import type { Step } from '../shared/document.js';
import { bankers, traders } from '../shared/staff.js';
import type { CreditRole } from './parties.js';

export const creditStatuses = [
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
] as const;

export type CreditStatus = (typeof creditStatuses)[number];

/** While a credit is one of these, the beneficiary knows of it and may present under it. */
export const availableStatuses = ['advised', 'acknowledged', 'confirmed', 'unconfirmed'] as const;

/** The life of a credit: the one table that contract, gateway, apps and docs read. */
export const creditSteps = {
  apply: {
    by: ['applicant'],
    staff: traders,
    from: [],
    to: ['applied'],
    event: 'CreditApplied',
  },
  revise: {
    by: ['applicant'],
    staff: traders,
    from: ['returned'],
    to: ['applied'],
    event: 'CreditRevised',
  },
  withdraw: {
    by: ['applicant'],
    staff: traders,
    from: ['applied', 'returned'],
    to: ['withdrawn'],
    event: 'CreditWithdrawn',
  },
  return: {
    by: ['issuingBank'],
    staff: bankers,
    from: ['applied'],
    to: ['returned'],
    event: 'CreditReturned',
  },
  decline: {
    by: ['issuingBank'],
    staff: bankers,
    from: ['applied'],
    to: ['declined'],
    event: 'CreditDeclined',
  },
  issue: {
    by: ['issuingBank'],
    staff: bankers,
    from: ['applied'],
    to: ['issued'],
    event: 'CreditIssued',
  },
  advise: {
    by: ['advisingBank'],
    staff: bankers,
    from: ['issued'],
    to: ['advised'],
    event: 'CreditAdvised',
  },
  acknowledgeReceipt: {
    by: ['advisingBank'],
    staff: bankers,
    from: ['advised'],
    to: ['acknowledged'],
    event: 'CreditReceiptAcknowledged',
  },
  confirm: {
    by: ['advisingBank'],
    staff: bankers,
    from: ['acknowledged'],
    to: ['confirmed'],
    event: 'CreditConfirmed',
  },
  declineToConfirm: {
    by: ['advisingBank'],
    staff: bankers,
    from: ['acknowledged'],
    to: ['unconfirmed'],
    event: 'CreditConfirmationDeclined',
  },
  amend: {
    by: ['beneficiary'],
    staff: traders,
    from: availableStatuses,
    to: availableStatuses,
    event: 'CreditAmended',
    within: 'amendment:Accept',
  },
  cancel: {
    by: ['beneficiary'],
    staff: traders,
    from: availableStatuses,
    to: ['cancelled'],
    event: 'CreditCancelled',
    within: 'amendment:Accept',
  },
  close: {
    by: ['issuingBank'],
    staff: bankers,
    from: ['issued', ...availableStatuses],
    to: ['closed'],
    event: 'CreditClosed',
  },
} as const satisfies Record<string, Step<CreditRole, CreditStatus>>;

export type CreditAction = keyof typeof creditSteps;
