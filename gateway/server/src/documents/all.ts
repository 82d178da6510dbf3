import { documentKind, documentNames } from '@argosy/domain/documents';
import { z } from 'zod';
import { recordBodySchema } from '../http/record-body.js';
import { amendments } from './amendments.js';
import { bills } from './bills.js';
import { credits } from './credits.js';
import { declarations } from './declarations.js';
import type { DocumentRoutes } from './document-routes.js';
import { examinations } from './examinations.js';
import { licences } from './licences.js';
import { presentations } from './presentations.js';
import { proceeds } from './proceeds.js';
import { receipts } from './receipts.js';
import { register } from './register.js';
import { shipments } from './shipments.js';

/** The documents that the gateway serves. */
export const servedDocuments: readonly [DocumentRoutes, ...DocumentRoutes[]] = [
  credits,
  amendments,
  bills,
  presentations,
  examinations,
  receipts,
  proceeds,
  licences,
  shipments,
  declarations,
  ...register,
];

const bodies = documentNames.map((kind) => {
  const served = servedDocuments.find((it) => it.kind === kind);
  return served?.body ?? recordBodySchema(documentKind(kind).schema);
});

/** Any document in an answer: an act may also be on one that has no address of its own. */
export const anyBodySchema = z.discriminatedUnion('kind', atLeastOne(bodies.filter(isObject)));

function isObject(schema: z.ZodType): schema is z.ZodObject {
  return schema instanceof z.ZodObject;
}

function atLeastOne(schemas: readonly z.ZodObject[]): [z.ZodObject, ...z.ZodObject[]] {
  const [first, ...others] = schemas;
  if (first === undefined) throw new TypeError('There is no document');
  return [first, ...others];
}
