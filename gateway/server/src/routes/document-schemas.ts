import { z } from 'zod';
import type { DocumentRoutes } from '../documents/document-routes.js';

const possibilityShape = {
  possible: z.boolean(),
  code: z.string().exactOptional().meta({ description: 'Why not.' }),
  reason: z.string().exactOptional(),
};

const timelineShape = {
  version: z.int(),
  transactionId: z.string(),
  block: z.int(),
  time: z.string(),
  byMsp: z.string(),
};

export const timelineSchema = z.strictObject({ status: z.string(), ...timelineShape });

const transactionExample = {
  version: 1,
  transactionId: '3'.repeat(64),
  block: 12,
  time: '2027-03-01T09:30:00.000Z',
  byMsp: 'ImporterMSP',
};

/** One document, under the name of its kind, with what the caller may do and its history. */
export function pageSchema({ kind, body, actions, statuses, example }: DocumentRoutes): z.ZodType {
  const status = z.enum(statuses);
  return z
    .strictObject({
      [kind]: body,
      actions: z.array(z.strictObject({ action: z.enum(actions), ...possibilityShape })),
      timeline: z.array(z.strictObject({ status, ...timelineShape })),
    })
    .meta({
      examples: [
        {
          [kind]: example,
          actions: [{ action: actions.at(-1), possible: true }],
          timeline: [{ status: statuses[0], ...transactionExample }],
        },
      ],
    });
}

export function listSchema({ body, example }: DocumentRoutes): z.ZodType {
  return z
    .strictObject({
      items: z.array(body),
      hasMore: z.boolean(),
      nextCursor: z.string().exactOptional(),
    })
    .meta({ examples: [{ items: [example], hasMore: false }] });
}

type QuerySchema = z.ZodObject<{
  status: z.ZodExactOptional<z.ZodEnum<Record<string, string>>>;
  limit: z.ZodDefault<z.ZodCoercedNumber>;
  cursor: z.ZodExactOptional<z.ZodString>;
}>;

/** What a list may be asked for. */
export function querySchema({ statuses }: DocumentRoutes): QuerySchema {
  return z.strictObject({
    status: z.enum(statuses).exactOptional(),
    limit: z.coerce.number().int().min(1).max(100).default(20),
    cursor: z
      .string()
      .max(500)
      .exactOptional()
      .meta({ description: '`nextCursor` of the page before.' }),
  });
}
