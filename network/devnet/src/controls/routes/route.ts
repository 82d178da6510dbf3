import type { z } from 'zod';
import type { Devnet } from '../../devnet.js';
import type { Method } from '../method.js';

/** What is done with one request. */
interface Call<Body> {
  readonly devnet: Devnet;
  /** The part of the path that is given: the name of a node, a channel, a rule or a snapshot. */
  readonly name: string;
  readonly body: Body;
}

/** One control. */
export interface Route {
  readonly method: Method;
  /** With `:name` for the part that is given. */
  readonly path: string;
  readonly does: string;
  readonly body: z.ZodType;
  /** Read the body and do it. Throws z.ZodError, and whatever the control refuses with. */
  readonly perform: (call: Call<unknown>) => unknown;
}

/** A control of which the body is read before it is used. */
export function route<Schema extends z.ZodType>(
  line: Pick<Route, 'method' | 'path' | 'does'>,
  body: Schema,
  handle: (call: Call<z.output<Schema>>) => unknown,
): Route {
  const perform = (call: Call<unknown>): unknown =>
    handle({ ...call, body: body.parse(call.body) });
  return { ...line, body, perform };
}
