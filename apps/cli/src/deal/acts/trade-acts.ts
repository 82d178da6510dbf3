import type { amendmentCommands } from '@argosy/domain/amendment/commands';
import type { billCommands, possessionCommands } from '@argosy/domain/bill/commands';
import type { creditCommands } from '@argosy/domain/credit/commands';
import type { Scene } from '../scene.js';
import type { Act } from './act.js';
import { amendment, application, billOfLading, proposal, revision } from './trade-commands.js';

const credit = ({ deal }: Scene): object => ({ reference: deal.names.credit });
const bill = ({ names }: Scene): object => names.bill;

export const creditActs = {
  apply: {
    by: 'applicant',
    stage: 'Application',
    words: 'applies for the credit',
    command: application,
  },
  revise: {
    by: 'applicant',
    stage: 'Application',
    words: 'applies again',
    command: revision,
  },
  withdraw: {
    by: 'applicant',
    stage: 'Application',
    words: 'withdraws the application',
    command: credit,
  },
  return: {
    by: 'issuingBank',
    stage: 'Issue',
    words: 'returns the application',
    command: credit,
  },
  decline: { by: 'issuingBank', stage: 'Issue', words: 'declines to issue', command: credit },
  issue: { by: 'issuingBank', stage: 'Issue', words: 'issues the credit', command: credit },
  advise: {
    by: 'advisingBank',
    stage: 'Advice, receipt acknowledged',
    words: 'advises the credit',
    command: credit,
  },
  acknowledgeReceipt: {
    by: 'advisingBank',
    stage: 'Advice, receipt acknowledged',
    words: 'acknowledges receipt',
    command: credit,
  },
  confirm: {
    by: 'advisingBank',
    stage: 'Advice, receipt acknowledged',
    words: 'confirms the credit',
    command: credit,
  },
  declineToConfirm: {
    by: 'advisingBank',
    stage: 'Advice, receipt acknowledged',
    words: 'declines to confirm',
    command: credit,
  },
  close: {
    by: 'issuingBank',
    stage: 'End of the credit',
    words: 'closes the credit',
    command: credit,
  },
} as const satisfies Record<keyof typeof creditCommands, Act>;

export const amendmentActs = {
  propose: {
    by: 'applicant',
    stage: 'Amendment',
    words: 'proposes an amendment',
    command: proposal,
  },
  decline: {
    by: 'issuingBank',
    stage: 'Amendment',
    words: 'declines the amendment',
    command: amendment,
  },
  issue: {
    by: 'issuingBank',
    stage: 'Amendment',
    words: 'issues the amendment',
    command: amendment,
  },
  advise: {
    by: 'advisingBank',
    stage: 'Amendment',
    words: 'advises the amendment',
    command: amendment,
  },
  accept: {
    by: 'beneficiary',
    stage: 'Amendment',
    words: 'accepts the amendment',
    command: amendment,
  },
  reject: {
    by: 'beneficiary',
    stage: 'Amendment',
    words: 'rejects the amendment',
    command: amendment,
  },
} as const satisfies Record<keyof typeof amendmentCommands, Act>;

export const billActs = {
  issue: {
    by: 'carrier',
    stage: 'Goods ready, bill of lading',
    words: 'issues the bill of lading',
    command: billOfLading,
  },
} as const satisfies Record<keyof typeof billCommands, Act>;

const shipping = { stage: 'Goods ready, bill of lading' } as const;
const surrendering = { stage: 'Surrender of the bill of lading' } as const;

export const possessionActs = {
  transfer: {
    ...shipping,
    by: 'beneficiary',
    words: 'passes the bill on',
    command: bill,
  },
  rejectTransfer: {
    ...shipping,
    by: 'issuingBank',
    words: 'gives the bill back',
    command: bill,
  },
  endorse: { ...shipping, by: 'beneficiary', words: 'endorses the bill', command: bill },
  endorseToOrder: {
    ...shipping,
    by: 'beneficiary',
    words: 'endorses the bill to order',
    command: bill,
  },
  endorseInBlank: {
    ...shipping,
    by: 'beneficiary',
    words: 'endorses the bill in blank',
    command: bill,
  },
  surrender: {
    ...surrendering,
    by: 'applicant',
    words: 'surrenders the bill',
    command: ({ names }: Scene) => ({ ...names.bill, request: { for: 'delivery' } }),
  },
  acceptSurrender: {
    ...surrendering,
    by: 'carrier',
    words: 'accepts the surrender',
    command: bill,
  },
  rejectSurrender: {
    ...surrendering,
    by: 'carrier',
    words: 'rejects the surrender',
    command: bill,
  },
} as const satisfies Record<keyof typeof possessionCommands, Act>;
