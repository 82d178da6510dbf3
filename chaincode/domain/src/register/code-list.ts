import { z } from 'zod';
import { recordShape } from '../shared/document.js';
import type { DocumentKind } from '../shared/document.js';
import { lineSchema } from '../shared/text.js';
import { inForce, registerEntrySteps, registerOriginSchema } from './entry.js';
import { votersBound } from './voters.js';

const codeSchema = z
  .string()
  .regex(/^[\x21-\x7e]{1,20}$/, 'must be a code of 1 to 20 characters without spaces');

export const codeListNameSchema = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{1,31}$/, 'must be the name of a code list, such as units');

/** A list of codes that the channel goes by, and which edition of whose list it is. */
export const codeListContentSchema = z.strictObject({
  name: codeListNameSchema,
  /** Who publishes it, and which edition this is. */
  edition: lineSchema(140),
  codes: z
    .array(z.strictObject({ code: codeSchema, meaning: lineSchema(140) }))
    .min(1, 'must have at least one code')
    .max(2000, 'must have at most 2000 codes')
    .refine(isAscending, 'must be in ascending order of codes, each code once'),
});

/** A code list as the voters decided it; its version counts the editions. */
export const codeListSchema = z.strictObject({
  kind: z.literal('codeList'),
  ...recordShape,
  ...codeListContentSchema.shape,
  status: z.enum(inForce),
  origin: registerOriginSchema,
});

export type CodeListContent = Readonly<z.infer<typeof codeListContentSchema>>;
export type CodeList = Readonly<z.infer<typeof codeListSchema>>;

export const codeListDocument: DocumentKind<CodeList> = {
  kind: 'codeList',
  roles: ['voter'],
  statuses: inForce,
  steps: registerEntrySteps('CodeList', inForce),
  schema: codeListSchema,
  isSealed: true,
  isOfRegister: true,
  parts: ({ name }) => [name],
  parties: ({ origin }) => votersBound(origin.voters),
};

function isAscending(codes: readonly { readonly code: string }[]): boolean {
  return codes.every(({ code }, index) => {
    const previous = codes[index - 1];
    return previous === undefined || previous.code < code;
  });
}
