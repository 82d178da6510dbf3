import { proceedsCommands } from '@argosy/domain/proceeds/proceeds';
import { referenceSchema } from '@argosy/domain/shared/text';
import { creditProceedsExample, proceedsExample } from '../http/deal-examples.js';
import { documentRoutes } from './document-routes.js';

export const proceeds = documentRoutes({
  kind: 'proceeds',
  channel: 'trade',
  base: '/v1/proceeds',
  title: 'Proceeds',
  description: 'That the beneficiary was credited with what a presentation brought.',
  parameters: { presentation: referenceSchema },
  acts: {
    credit: {
      summary: 'Credit the beneficiary',
      command: proceedsCommands.credit,
      example: creditProceedsExample,
    },
  },
  example: proceedsExample,
});
