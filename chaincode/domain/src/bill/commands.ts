import { z } from 'zod';
import { partySchema } from '../credit/parties.js';
import { reasonSchema } from '../shared/text.js';
import { billNameShape } from './bill.js';
import { billContentSchema } from './content.js';
import { surrenderRequestSchema } from './surrender-request.js';
import { issuedTitleSchema } from './title-form.js';

export const billNameSchema = z.strictObject(billNameShape);

const withReason = z.strictObject({ ...billNameShape, reason: reasonSchema });
const withEndorsee = z.strictObject({ ...billNameShape, endorsee: partySchema });

/** The command of each act on a bill of lading. */
export const billCommands = {
  issue: z.strictObject({
    ...billNameShape,
    carrier: partySchema,
    /** Who is given the bill: the shipper, unless told. */
    holder: partySchema.exactOptional(),
    ...billContentSchema.shape,
    title: issuedTitleSchema,
  }),
} as const;

/** The command of each act on the possession of a bill; it is always the live possession that is meant. */
export const possessionCommands = {
  transfer: z.strictObject({ ...billNameShape, to: partySchema }),
  rejectTransfer: withReason,
  endorse: withEndorsee,
  endorseToOrder: withEndorsee,
  endorseInBlank: billNameSchema,
  surrender: z.strictObject({ ...billNameShape, request: surrenderRequestSchema }),
  acceptSurrender: billNameSchema,
  rejectSurrender: withReason,
} as const;

export type IssueBill = Readonly<z.infer<typeof billCommands.issue>>;
