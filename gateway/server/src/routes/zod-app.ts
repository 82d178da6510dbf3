import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';

/**
 * An app whose routes have zod schemas. What is made once per document takes the app of its plug-in instead of registering one
 * plug-in each: Fastify looks through all loaded modules for the name of every plug-in.
 */
export type ZodApp = Parameters<FastifyPluginCallbackZod>[0];
