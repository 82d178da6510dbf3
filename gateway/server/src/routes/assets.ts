import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { readAssets } from '../pages/assets.js';

/** What the pages load: a style sheet, and a script that follows the ledger. They hold nothing of anybody. */
export const assetRoutes: FastifyPluginCallbackZod = (app, _options, done) => {
  for (const { path, type, content, etag } of readAssets()) {
    app.get(path, { logLevel: 'warn', schema: { hide: true } }, (request, reply) => {
      // Asked for each time, so that a page never meets the script of an older version.
      void reply.header('cache-control', 'no-cache').header('etag', etag);
      if (request.headers['if-none-match'] === etag) return reply.code(304).send();
      return reply.type(type).send(content);
    });
  }
  done();
};
