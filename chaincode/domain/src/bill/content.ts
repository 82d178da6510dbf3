import { z } from 'zod';
import { containerSchema } from '../codes/container.js';
import { locodeSchema } from '../codes/locode.js';
import { packageSchema } from '../codes/packages.js';
import { positiveQuantitySchema } from '../codes/quantity.js';
import { vesselSchema } from '../codes/vessel.js';
import { partySchema } from '../credit/parties.js';
import { goodsSchema } from '../credit/terms.js';
import { dateSchema } from '../shared/dates.js';
import { lineSchema, referenceSchema, sha256Schema } from '../shared/text.js';
import { titleFormSchema } from './title-form.js';

const containersSchema = z
  .array(
    z.strictObject({
      number: containerSchema,
      seals: z.array(lineSchema(15)).min(1).max(10).exactOptional(),
    }),
  )
  .max(100, 'must have at most 100 containers')
  .refine(
    (containers) => new Set(containers.map(({ number }) => number)).size === containers.length,
    'must not name a container twice',
  );

/** What a bill of lading says of the voyage and the goods, as the carrier's document does. */
export const billContentSchema = z.strictObject({
  shipper: partySchema,
  /** To whose order it was made out when it was issued. */
  title: titleFormSchema,
  vessel: z.strictObject({ imo: vesselSchema, name: lineSchema(50) }),
  voyage: lineSchema(50),
  portOfLoading: locodeSchema,
  portOfDischarge: locodeSchema,
  /** When the goods were shipped on board (UCP 600 art. 20(a)(ii)). */
  onBoardDate: dateSchema,
  containers: containersSchema,
  goods: goodsSchema,
  packages: z.strictObject({ count: z.int().min(1).max(99_999_999), type: packageSchema }),
  grossWeight: positiveQuantitySchema,
  freight: z.enum(['prepaid', 'collect'], { error: 'must be prepaid or collect' }),
  /** Of the bytes of the carrier's document, which stay off the ledger. */
  sha256: sha256Schema,
  /** The credit under which it was made to be presented. */
  credit: referenceSchema.exactOptional(),
});
