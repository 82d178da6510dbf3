import { declarationCommands } from '@argosy/domain/declaration/commands';
import { referenceSchema } from '@argosy/domain/shared/text';
import { declarationExample, lodgeDeclarationExample } from '../http/border-examples.js';
import { documentRoutes } from './document-routes.js';

const { lodge, reject, accept, hold, examine, clear, refuse } = declarationCommands;

export const declarations = documentRoutes({
  kind: 'declaration',
  channel: 'border',
  base: '/v1/declarations',
  title: 'Declarations',
  description: 'An import declaration, from its lodgement to clearance.',
  parameters: { reference: referenceSchema },
  acts: {
    lodge: { summary: 'Lodge a declaration', command: lodge, example: lodgeDeclarationExample },
    reject: {
      summary: 'Reject it for its errors',
      command: reject,
      example: { reason: 'Line 1 has no such code.' },
    },
    accept: {
      summary: 'Accept it under a movement reference number',
      command: accept,
      example: { mrn: '27DE00012345678909' },
    },
    hold: {
      summary: 'Hold the goods',
      command: hold,
      example: { reason: 'The seal of the container is broken.' },
    },
    examine: {
      summary: 'Record an examination of the goods',
      command: examine,
      example: { finding: { date: '2027-04-07', result: 'asDeclared' } },
    },
    clear: { summary: 'Clear the goods', command: clear, example: {} },
    refuse: {
      summary: 'Refuse clearance',
      command: refuse,
      example: { reason: 'The goods are not what was declared.' },
    },
  },
  example: declarationExample,
});
