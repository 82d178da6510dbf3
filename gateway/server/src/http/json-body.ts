import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemError } from './problem.js';

/** Take JSON bodies only, and only such that every reader understands alike: valid UTF-8, each field once, nothing
 *  that reaches for a prototype. Refuses: MEDIA_TYPE_UNSUPPORTED, REQUEST_INVALID. */
export function acceptJsonOnly(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer' },
    (request, bytes, done) => {
      const text = textOf(request, bytes);
      if (text instanceof ProblemError) {
        done(text);
        return;
      }
      void parse(request, text, (error, value) => {
        const key = error === null ? repeatedField(text) : undefined;
        if (key === undefined) done(error, value);
        else done(invalid(`The body has the field ${JSON.stringify(key.slice(0, 50))} twice.`));
      });
    },
  );
}

const utf8 = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-?8"?\s*)?$/i;

function textOf({ headers }: FastifyRequest, bytes: Buffer): string | ProblemError {
  const encoding = headers['content-encoding'] ?? 'identity';
  if (!utf8.test(headers['content-type'] ?? '') || encoding !== 'identity') {
    return new ProblemError('MEDIA_TYPE_UNSUPPORTED');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return invalid('The body is not valid UTF-8.');
  }
}

function invalid(detail: string): ProblemError {
  return new ProblemError('REQUEST_INVALID', {
    detail,
    errors: [{ pointer: '#', message: detail }],
  });
}

// In valid JSON a string before a colon is a field of the innermost open object.
const token = /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}]/g;

/** The first field that an object has twice: readers differ in which of the two they take. */
function repeatedField(json: string): string | undefined {
  const open: Set<unknown>[] = [];
  for (const [text, string, colon] of json.matchAll(token)) {
    if (text === '{') open.push(new Set());
    if (text === '}') open.pop();
    if (string === undefined || colon === undefined) continue;
    const name = String(JSON.parse(string));
    if (open.at(-1)?.has(name) === true) return name;
    open.at(-1)?.add(name);
  }
  return undefined;
}
