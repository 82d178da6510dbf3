import type { FastifyInstance } from 'fastify';

/** Take what an HTML form sends as well, as an object of texts; of a field that comes twice the last counts. */
export function acceptForms(app: FastifyInstance): void {
  app.addContentTypeParser<string>(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 4_096 },
    (_request, text, done) => {
      done(null, Object.fromEntries(new URLSearchParams(text)));
    },
  );
}
