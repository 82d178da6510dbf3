import { collectionSchema } from '@argosy/domain/confidential/reference';
import { errorCodes } from '@argosy/domain/error-codes';
import { gatewayProblems } from '@argosy/gateway/http/problem-codes';
import { z } from 'zod';
import { actNames } from './acts/table.js';
import { particularsSchema } from './particulars.js';
import { partyNames } from './parties.js';

const known = [...Object.keys(errorCodes), ...Object.keys(gatewayProblems)];

/** One act of the course: by the party whose it is, unless told, with what the particulars say of it, unless told. */
const courseActSchema = z.strictObject({
  act: z.enum(actNames, {
    error: 'must be one of the acts: docs/guides/running-deals.md has them',
  }),
  by: z
    .enum(partyNames, { error: `must be one of the parties: ${partyNames.join(', ')}` })
    .exactOptional(),
  /** The consignment that it is about; needed where there are several. */
  of: z.string().exactOptional(),
  with: z.record(z.string(), z.unknown()).exactOptional(),
  /** What is agreed besides: kept in a private collection, with its hash in the document. */
  confidential: z
    .array(
      z.strictObject({ collection: collectionSchema, terms: z.record(z.string(), z.unknown()) }),
    )
    .min(1)
    .max(8)
    .exactOptional(),
  /** That it has to be refused, and by which code. */
  expect: z
    .string()
    .refine((code) => known.includes(code), {
      error: 'must be the code of a refusal: docs/errors.md has them',
    })
    .exactOptional(),
});

/** A deal as a file describes it, once what is written in it is translated. */
export const dealSchema = z.strictObject({
  ...particularsSchema.shape,
  course: z
    .array(courseActSchema)
    .min(1, 'must have at least one act')
    .max(500, 'must have at most 500 acts'),
});

export type DealFile = Readonly<z.infer<typeof dealSchema>>;
export type CourseAct = DealFile['course'][number];
