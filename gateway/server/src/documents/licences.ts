import { licenceCommands } from '@argosy/domain/licence/commands';
import { referenceSchema } from '@argosy/domain/shared/text';
import {
  applyForLicenceExample,
  drawDownExample,
  grantExample,
  inspectionExample,
  licenceExample,
} from '../http/border-examples.js';
import { documentRoutes } from './document-routes.js';

const { apply, inspect, issue, refuse, drawDown, revoke } = licenceCommands;
const reason = { reason: 'The consignee is embargoed.' };

export const licences = documentRoutes({
  kind: 'licence',
  channel: 'border',
  base: '/v1/licences',
  title: 'Licences',
  description: 'An export licence: what may leave the country, and how much of it is left.',
  parameters: { reference: referenceSchema },
  acts: {
    apply: { summary: 'Apply for a licence', command: apply, example: applyForLicenceExample },
    inspect: {
      summary: 'Record an inspection of the goods',
      command: inspect,
      example: { inspection: inspectionExample },
    },
    issue: { summary: 'Issue the licence', command: issue, example: { grant: grantExample } },
    refuse: { summary: 'Refuse the licence', command: refuse, example: reason },
    drawDown: {
      summary: 'Take a shipment off the licence',
      command: drawDown,
      example: drawDownExample,
    },
    revoke: { summary: 'Revoke the licence', command: revoke, example: reason },
  },
  example: licenceExample,
});
