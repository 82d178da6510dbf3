import { z } from 'zod';
import { linkNames, type Facets } from '../indexer/facets.js';
import { listOrders, listSorts } from '../indexer/reads.js';
import { mspSchema } from '@argosy/domain/shared/text';
import type { DocumentRoutes } from '../documents/document-routes.js';
import { possibilityShape } from './possibility-body.js';

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
  sort: z.ZodDefault<z.ZodEnum<{ created: 'created'; updated: 'updated' }>>;
  order: z.ZodDefault<z.ZodEnum<{ desc: 'desc'; asc: 'asc' }>>;
  limit: z.ZodDefault<z.ZodCoercedNumber>;
  cursor: z.ZodExactOptional<z.ZodString>;
}>;

/** What a list may be asked for. */
export function querySchema(routes: DocumentRoutes): QuerySchema {
  return z.strictObject({
    ...facetShape(routes),
    status: z.enum(routes.statuses).exactOptional(),
    sort: z
      .enum(listSorts)
      .default('created')
      .meta({ description: 'By when documents came to be, or by when they were last changed.' }),
    order: z.enum(listOrders).default('desc').meta({ description: 'desc: the newest first.' }),
    limit: z.coerce.number().int().min(1).max(100).default(20),
    cursor: z
      .string()
      .max(500)
      .exactOptional()
      .meta({ description: '`nextCursor` of the page before, for the same sort and order.' }),
  });
}

/** What of a query narrows a list by what documents are found by. */
export function facetsIn(routes: DocumentRoutes, query: object): Facets {
  const names = Object.keys(facetShape(routes));
  const asked = Object.entries(query).filter(([name]) => names.includes(name));
  return Object.fromEntries(
    asked.map(([name, value]) => [name, name === 'party' ? [String(value)] : String(value)]),
  );
}

function facetShape({ kind, channel }: DocumentRoutes): Record<string, z.ZodType> {
  // Whom an entry of the register binds are its voters, for all of them the same.
  const party =
    channel === 'every' ? {} : { party: described(mspSchema, 'that name this member.') };
  const links = linkNames(kind).map((name) => {
    return [name, described(namedSchema, whichOf(name))] as const;
  });
  return { ...party, ...Object.fromEntries(links) };
}

function whichOf(link: string): string {
  if (link.endsWith('Sha256')) return 'that name a paper by this SHA-256.';
  if (link === 'bill') return 'of this bill, as ARGC/SSZ2703150017.';
  return `of this ${link}, by its reference.`;
}

const namedSchema = z.string().min(1).max(200);

function described(schema: z.ZodString, which: string): z.ZodType {
  return schema.exactOptional().meta({ description: `Only documents ${which}` });
}
