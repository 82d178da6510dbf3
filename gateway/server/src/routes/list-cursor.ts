import { z } from 'zod';
import { ProblemError } from '../http/problem.js';
import type { ListPlace } from '../indexer/reads.js';

const placeSchema = z.tuple([
  z.int().min(0),
  z.int().min(0),
  z.array(z.string().min(1).max(200)).min(1).max(5),
]);

/** Opaque to clients; inside, the place on the ledger at which the page ended. */
export function cursorOf({ block, index, parts }: ListPlace): string {
  return Buffer.from(JSON.stringify([block, index, parts])).toString('base64url');
}

/** Refuses: a cursor that `cursorOf` did not make. */
export function placeOf(cursor: string): ListPlace {
  const place = placeSchema.safeParse(jsonOf(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (!place.success) {
    const message = 'is not a cursor that this gateway gave';
    throw new ProblemError('REQUEST_INVALID', {
      errors: [{ pointer: 'querystring/cursor', message }],
    });
  }
  const [block, index, parts] = place.data;
  return { block, index, parts };
}

function jsonOf(text: string): unknown {
  try {
    // What the database could not hold is no place.
    return text.includes('\\u0000') ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
