import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request's body that is larger than the server takes. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';

  constructor() {
    super('http: request body too large');
  }
}

/** The body of a request. Throws BodyTooLarge. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > limit) throw new BodyTooLarge();
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** Answer with JSON, one line. */
export function sendJson(
  response: ServerResponse,
  status: number,
  content: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(jsonLine(content));
}

/** Answer with JSON and nothing behind it. */
export function sendBareJson(response: ServerResponse, status: number, content: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(escaped(JSON.stringify(content)));
}

/** JSON and the end of its line. */
export const jsonLine = (content: unknown): string => `${escaped(JSON.stringify(content))}\n`;

/** As a Go program writes JSON: so that it may stand in a page. */
const escaped = (json: string): string =>
  json.replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
