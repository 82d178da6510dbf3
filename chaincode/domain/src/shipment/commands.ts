import { z } from 'zod';
import { referenceSchema } from '../shared/text.js';
import { timeSchema } from '../shared/time.js';
import { consignmentSchema, shipmentPartiesSchema, voyageSchema } from './shipment.js';
import type { ShipmentAction } from './steps.js';

const event = { reference: referenceSchema, at: timeSchema } as const;

/** The command of each event of a shipment. */
export const shipmentCommands = {
  ready: z.strictObject({
    reference: referenceSchema,
    parties: shipmentPartiesSchema,
    consignment: consignmentSchema,
  }),
  load: z.strictObject({ ...event, voyage: voyageSchema }),
  depart: z.strictObject(event),
  arrive: z.strictObject(event),
  discharge: z.strictObject(event),
} as const satisfies Record<ShipmentAction, z.ZodType>;

export type ShipmentCommand<Action extends ShipmentAction> = Readonly<
  z.infer<(typeof shipmentCommands)[Action]>
>;
