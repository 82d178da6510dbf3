import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { blockProduction } from '../config.js';
import { faultRule } from '../ordering/fault-rules.js';
import { DURATION_RULE, parseDuration } from './duration.js';

const name = z.string().min(1);
const transactionIds = z.array(name).min(1);
const LONGEST_DRAIN_MS = 600_000;

const instant = z.iso
  .datetime({ offset: true, error: 'must be an instant such as 2030-01-31T12:00:00Z' })
  .transform((text) => Date.parse(text));

const file = z.string().refine(isAbsolute, 'must be an absolute path of a file');

/** What each control is given. */
export const requests = {
  nothing: z.strictObject({}),
  stop: z.strictObject({
    /** Without it the node stops at once, as if its machine had failed. */
    drainMilliseconds: z.int().min(1).max(LONGEST_DRAIN_MS).optional(),
  }),
  rule: faultRule,
  envelopes: z.strictObject({
    channel: name.optional(),
    transactionId: name.optional(),
    state: z.enum(['waits', 'went on', 'lost', 'refused']).optional(),
  }),
  release: z.strictObject({
    channel: name.optional(),
    transactionIds: transactionIds.optional(),
  }),
  /** Without them all that wait. */
  transactions: z.strictObject({ transactionIds: transactionIds.optional() }),
  /** The node whose streams; without it those of all. */
  streams: z.strictObject({ node: name.optional() }),
  production: blockProduction,
  move: z.strictObject({
    by: z.string().transform((text, context) => {
      const milliseconds = parseDuration(text);
      if (milliseconds === undefined) context.addIssue(DURATION_RULE);
      return milliseconds ?? z.NEVER;
    }),
  }),
  set: z.strictObject({ to: instant }),
  freeze: z.strictObject({ at: instant.optional() }),
  file: z.strictObject({ file }),
} as const;

export type Requests = { readonly [K in keyof typeof requests]: z.input<(typeof requests)[K]> };
