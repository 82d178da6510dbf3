import { receiptCommands } from '@argosy/domain/receipt/commands';
import { referenceSchema } from '@argosy/domain/shared/text';
import { receiptExample, recordReceiptExample } from '../http/deal-examples.js';
import { documentRoutes } from './document-routes.js';

export const receipts = documentRoutes({
  kind: 'receipt',
  channel: 'trade',
  base: '/v1/receipts',
  title: 'Receipts',
  description: 'That the applicant has received the goods of a presentation.',
  parameters: { presentation: referenceSchema },
  acts: {
    record: {
      summary: 'Record the receipt of the goods',
      command: receiptCommands.record,
      example: recordReceiptExample,
    },
  },
  example: receiptExample,
});
