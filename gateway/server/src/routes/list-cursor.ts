import { z } from 'zod';
import { ProblemError } from '../http/problem.js';
import {
  listOrders,
  listSorts,
  type ListOrder,
  type ListPlace,
  type ListSort,
} from '../indexer/reads.js';

const cursorSchema = z.tuple([
  z.enum(listSorts),
  z.enum(listOrders),
  z.int().min(0),
  z.int().min(0),
  z.array(z.string().min(1).max(200)).min(1).max(5),
]);

/** How a list is ordered. */
export interface Ordering {
  readonly sort: ListSort;
  readonly order: ListOrder;
}

/** Opaque to clients; inside, the order of the list and the place in it at which the page ended. */
export function cursorOf({ sort, order }: Ordering, { block, index, parts }: ListPlace): string {
  return Buffer.from(JSON.stringify([sort, order, block, index, parts])).toString('base64url');
}

/** Refuses: a cursor that `cursorOf` did not make, or made for another order. */
export function placeOf(cursor: string, asked: Ordering): ListPlace {
  const found = cursorSchema.safeParse(jsonOf(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (!found.success) throw invalid('is not a cursor that this gateway gave');
  const [sort, order, block, index, parts] = found.data;
  if (sort !== asked.sort || order !== asked.order) {
    throw invalid(`is a place in a list with sort=${sort} and order=${order}`);
  }
  return { block, index, parts };
}

function invalid(message: string): ProblemError {
  return new ProblemError('REQUEST_INVALID', {
    errors: [{ pointer: 'querystring/cursor', message }],
  });
}

function jsonOf(text: string): unknown {
  try {
    // What the database could not hold is no place.
    return text.includes('\\u0000') ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
