import { examinationCommands } from '@argosy/domain/examination/commands';
import { mspSchema, referenceSchema } from '@argosy/domain/shared/text';
import { dealReferences, examinationExample, settleExample } from '../http/deal-examples.js';
import { documentRoutes } from './document-routes.js';

const commands = examinationCommands;

/** The acts name the presentation alone: a presentation has one issuing bank. */
export const examinations = documentRoutes({
  kind: 'examination',
  channel: 'trade',
  base: '/v1/examinations',
  title: 'Examinations',
  description: 'What a bank makes of a presentation: examined, refused or honoured, and paid.',
  parameters: { presentation: referenceSchema },
  ownParameters: { bank: mspSchema },
  acts: {
    examine: {
      summary: 'Begin to examine a presentation',
      command: commands.examine,
      example: { presentation: dealReferences.presentation },
    },
    comply: { summary: 'Find it complying', command: commands.comply, example: { answers: [] } },
    refuse: {
      summary: 'Give the one notice of refusal, with all discrepancies',
      command: commands.refuse,
      example: { discrepancies: [{ text: 'Late presentation.' }], disposition: 'hold' },
    },
    return: { summary: 'Return refused documents', command: commands.return, example: {} },
    waive: {
      summary: 'Waive the discrepancies, as the applicant',
      command: commands.waive,
      example: {},
    },
    preclude: {
      summary: 'Note that the time for a refusal has passed',
      command: commands.preclude,
      example: {},
    },
    precludeUnexamined: {
      summary: 'Note that the time for a refusal has passed, and nobody examined',
      command: commands.precludeUnexamined,
      example: {},
    },
    honour: { summary: 'Honour', command: commands.honour, example: {} },
    accept: { summary: 'Accept the draft', command: commands.accept, example: {} },
    settle: { summary: 'Record the payment', command: commands.settle, example: settleExample },
  },
  example: examinationExample,
});
