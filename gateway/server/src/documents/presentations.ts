import { presentationCommands } from '@argosy/domain/presentation/commands';
import { referenceSchema } from '@argosy/domain/shared/text';
import { lodgeExample, presentationExample } from '../http/deal-examples.js';
import { documentRoutes } from './document-routes.js';

const { lodge, complete, withdraw } = presentationCommands;

export const presentations = documentRoutes({
  kind: 'presentation',
  channel: 'trade',
  base: '/v1/presentations',
  title: 'Presentations',
  description: 'Documents presented under a credit.',
  parameters: { reference: referenceSchema },
  acts: {
    lodge: { summary: 'Lodge documents under a credit', command: lodge, example: lodgeExample },
    complete: {
      summary: 'Give notice of completeness: the documents are presented',
      command: complete,
      example: {},
    },
    withdraw: { summary: 'Withdraw documents before that', command: withdraw, example: {} },
  },
  example: presentationExample,
});
