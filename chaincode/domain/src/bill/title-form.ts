import { z } from 'zod';
import { partySchema } from '../credit/parties.js';

const straight = z.strictObject({
  type: z.literal('straight'),
  /** To whom alone the goods are delivered. */
  consignee: partySchema,
});
const blank = z.strictObject({ type: z.literal('blank') });

/** To whose order a bill is made out when it is issued; to the shipper's, where it names nobody. */
export const issuedTitleSchema = z.discriminatedUnion('type', [
  straight,
  z.strictObject({ type: z.literal('toOrder'), endorsee: partySchema.exactOptional() }),
  blank,
]);

/** Who may claim the goods, apart from possessing the bill: a named consignee, an endorsee, or whoever possesses it. */
export const titleFormSchema = z.discriminatedUnion('type', [
  straight,
  z.strictObject({
    type: z.literal('toOrder'),
    endorsee: partySchema,
    endorseeMayEndorse: z.boolean(),
  }),
  blank,
]);

export type IssuedTitle = Readonly<z.infer<typeof issuedTitleSchema>>;
export type TitleForm = Readonly<z.infer<typeof titleFormSchema>>;
