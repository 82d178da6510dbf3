import type { IncomingMessage } from 'node:http';

/** The path that a request asks for, without what follows a question mark. */
export const pathOf = ({ url = '/' }: IncomingMessage): string => url.split('?')[0] ?? '/';

/** What follows the path, with its question mark. */
export const queryOf = (request: IncomingMessage): string =>
  (request.url ?? '').slice(pathOf(request).length);

/** One part of a path, read; undefined where it cannot be. */
export function readPart(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
