import { amendmentCommands } from '@argosy/domain/amendment/commands';
import { referenceSchema } from '@argosy/domain/shared/text';
import { z } from 'zod';
import { amendmentExample, proposeAmendmentExample } from '../http/deal-examples.js';
import { documentRoutes } from './document-routes.js';

const { propose, decline, issue, advise, accept, reject } = amendmentCommands;

export const amendments = documentRoutes({
  kind: 'amendment',
  channel: 'trade',
  base: '/v1/amendments',
  title: 'Amendments',
  description: 'A proposed change of a credit, which takes effect when the beneficiary accepts it.',
  parameters: {
    credit: referenceSchema,
    number: z.coerce.number<string>().int().min(1).max(999),
  },
  acts: {
    propose: {
      summary: 'Propose to amend the credit',
      command: propose,
      example: proposeAmendmentExample,
    },
    decline: {
      summary: 'Decline to issue the amendment',
      command: decline,
      example: { reason: 'The facility does not allow an increase.' },
    },
    issue: { summary: 'Issue the amendment', command: issue, example: {} },
    advise: { summary: 'Advise it to the beneficiary', command: advise, example: {} },
    accept: { summary: 'Accept it, as the beneficiary', command: accept, example: {} },
    reject: { summary: 'Reject it, as the beneficiary', command: reject, example: {} },
  },
  example: amendmentExample,
});
