import { z } from 'zod';

export const surrenderPurposes = ['delivery', 'amendment'] as const;

/** What a bill is given back for: the goods, or another bill in its place. */
export const surrenderRequestSchema = z.discriminatedUnion('for', [
  z.strictObject({ for: z.literal('delivery') }),
  z.strictObject({
    for: z.literal('amendment'),
    /** DCSA calls them SWTP, COD and SWI. */
    cause: z.enum(['switchToPaper', 'changeOfDestination', 'switchBill']),
  }),
]);

export type SurrenderRequest = Readonly<z.infer<typeof surrenderRequestSchema>>;
