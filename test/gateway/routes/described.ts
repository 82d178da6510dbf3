import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

const bodySchema = z.looseObject({
  content: z.record(
    z.string(),
    z.looseObject({ schema: z.looseObject({}), example: z.looseObject({}) }),
  ),
});

const documentSchema = z.looseObject({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({ description: z.string().default(''), requestBody: bodySchema.optional() }),
    ),
  ),
});

/** An operation of the interface, as its description has it. */
export interface Operation {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly description: string;
  /** Of its body. */
  readonly schema?: object;
  readonly example?: object;
}

/** All operations that a running gateway describes. */
export async function describedOperations(app: FastifyInstance): Promise<readonly Operation[]> {
  const { paths } = documentSchema.parse((await app.inject('/openapi.json')).json());
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([name, { description, requestBody }]) => {
      const method = name === 'get' ? 'GET' : 'POST';
      const body = requestBody?.content['application/json'];
      return {
        method,
        path,
        description,
        ...(body && { schema: body.schema, example: body.example }),
      };
    }),
  );
}
