import { creditCommands } from '@argosy/domain/credit/commands';
import { referenceSchema } from '@argosy/domain/shared/text';
import { applyExample, creditExample, reviseExample } from '../http/examples.js';
import { documentRoutes } from './document-routes.js';

const reason = { reason: 'The expiry date leaves too little time.' };

export const credits = documentRoutes({
  kind: 'credit',
  channel: 'trade',
  base: '/v1/credits',
  title: 'Credits',
  description: 'A documentary credit as the ledger holds it.',
  parameters: { reference: referenceSchema },
  acts: {
    apply: { summary: 'Apply for a credit', command: creditCommands.apply, example: applyExample },
    revise: {
      summary: 'Apply again for a credit that was returned',
      command: creditCommands.revise,
      example: reviseExample,
    },
    withdraw: {
      summary: 'Take an application back',
      command: creditCommands.withdraw,
      example: {},
    },
    return: {
      summary: 'Give an application back to be revised',
      command: creditCommands.return,
      example: reason,
    },
    decline: {
      summary: 'Decline to issue the credit',
      command: creditCommands.decline,
      example: reason,
    },
    issue: { summary: 'Issue the credit', command: creditCommands.issue, example: {} },
    advise: {
      summary: 'Advise the credit to the beneficiary',
      command: creditCommands.advise,
      example: {},
    },
    acknowledgeReceipt: {
      summary: 'Tell the issuing bank that the credit was received',
      command: creditCommands.acknowledgeReceipt,
      example: {},
    },
    confirm: { summary: 'Confirm the credit', command: creditCommands.confirm, example: {} },
    declineToConfirm: {
      summary: 'Tell that the bank does not confirm',
      command: creditCommands.declineToConfirm,
      example: { reason: 'The country limit is used up.' },
    },
    close: { summary: 'Close the books on the credit', command: creditCommands.close, example: {} },
  },
  example: creditExample,
});
