import { z } from 'zod';
import { credits } from './credits.js';
import type { DocumentRoutes } from './document-routes.js';

/** The documents that the gateway serves. */
export const servedDocuments: readonly [DocumentRoutes, ...DocumentRoutes[]] = [credits];

const [first, ...others] = servedDocuments;

/** Any of them in an answer. */
export const anyBodySchema = z.discriminatedUnion('kind', [
  first.body,
  ...others.map(({ body }) => body),
]);
