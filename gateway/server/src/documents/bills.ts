import { billNameShape } from '@argosy/domain/bill/bill';
import { billCommands, possessionCommands } from '@argosy/domain/bill/commands';
import { billExample, bankExample, issueBillExample } from '../http/deal-examples.js';
import { documentRoutes, type ActRoute } from './document-routes.js';

/** Acts on the live possession of the bill, which is always the one that is meant. */
const possession = { kind: 'possession' } as const;
const reason = { reason: 'The bill was meant for another.' };
const commands = possessionCommands;

const possessionActs: Readonly<Record<string, ActRoute>> = {
  transfer: {
    ...possession,
    summary: 'Pass the bill on',
    command: commands.transfer,
    example: { to: bankExample },
  },
  rejectTransfer: {
    ...possession,
    summary: 'Give a bill back that was passed on',
    command: commands.rejectTransfer,
    example: reason,
  },
  endorse: {
    ...possession,
    summary: 'Endorse it to somebody, who may not endorse it on',
    command: commands.endorse,
    example: { endorsee: bankExample },
  },
  endorseToOrder: {
    ...possession,
    summary: 'Endorse it to the order of somebody',
    command: commands.endorseToOrder,
    example: { endorsee: bankExample },
  },
  endorseInBlank: {
    ...possession,
    summary: 'Endorse it in blank',
    command: commands.endorseInBlank,
    example: {},
  },
  surrender: {
    ...possession,
    summary: 'Give it back to the carrier',
    command: commands.surrender,
    example: { request: { for: 'delivery' } },
  },
  acceptSurrender: {
    ...possession,
    summary: 'Accept the surrender, as the carrier',
    command: commands.acceptSurrender,
    example: {},
  },
  rejectSurrender: {
    ...possession,
    summary: 'Reject the surrender, as the carrier',
    command: commands.rejectSurrender,
    example: reason,
  },
};

export const bills = documentRoutes({
  kind: 'bill',
  channel: 'trade',
  base: '/v1/bills',
  title: 'Bills',
  description: 'A bill of lading as its carrier issued it.',
  parameters: billNameShape,
  acts: {
    issue: {
      summary: 'Issue a bill of lading',
      command: billCommands.issue,
      example: issueBillExample,
    },
    ...possessionActs,
  },
  example: billExample,
});
