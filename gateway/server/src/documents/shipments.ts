import { shipmentCommands } from '@argosy/domain/shipment/commands';
import { referenceSchema } from '@argosy/domain/shared/text';
import { loadExample, readyExample, shipmentExample } from '../http/border-examples.js';
import { documentRoutes } from './document-routes.js';

const { ready, load, depart, arrive, discharge } = shipmentCommands;

export const shipments = documentRoutes({
  kind: 'shipment',
  channel: 'border',
  base: '/v1/shipments',
  title: 'Shipments',
  description: 'A shipment, and the events that the ports tell of it.',
  parameters: { reference: referenceSchema },
  acts: {
    ready: { summary: 'Say that goods stand ready', command: ready, example: readyExample },
    load: { summary: 'Tell that they were loaded', command: load, example: loadExample },
    depart: {
      summary: 'Tell the departure',
      command: depart,
      example: { at: '2027-03-16T08:00:00.000Z' },
    },
    arrive: {
      summary: 'Tell the arrival',
      command: arrive,
      example: { at: '2027-04-05T08:00:00.000Z' },
    },
    discharge: {
      summary: 'Tell that they were discharged',
      command: discharge,
      example: { at: '2027-04-06T08:00:00.000Z' },
    },
  },
  example: shipmentExample,
});
