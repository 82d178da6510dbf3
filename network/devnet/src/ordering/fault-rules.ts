import { z } from 'zod';

const count = z.int().min(1);

/** Which envelopes a rule is for: all conditions that are given must hold. */
const selector = z.strictObject({
  channel: z.string().min(1).optional(),
  transactionIds: z.array(z.string().min(1)).min(1).optional(),
  /** The MSP of whoever signed the envelope. */
  creatorMsp: z.string().min(1).optional(),
  chaincode: z.string().min(1).optional(),
  function: z.string().min(1).optional(),
  /** Of those that the conditions above choose, only every nth: the nth, the 2nth and so on. */
  every: count.optional(),
  /** Of those that are left, each with this probability; the same seed chooses the same ones again. */
  probability: z.number().gt(0).lte(1).optional(),
  seed: z.string().optional(),
  /** Only the first so many of all that the rest chooses. */
  first: count.optional(),
});

/** The order in which collected envelopes go on: turned round, shuffled from a seed, or by their places, the first being 0. */
const order = z.union([
  z.literal('reverse'),
  z.strictObject({ shuffle: z.string() }),
  z.strictObject({ places: z.array(z.int().min(0)).min(2) }),
]);

const LONGEST_DELAY_MS = 86_400_000;
const MOST_COPIES = 100;
const WIDEST_WINDOW = 1000;

const action = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('hold') }),
  z.strictObject({ action: z.literal('drop') }),
  z.strictObject({ action: z.literal('delay'), milliseconds: count.max(LONGEST_DELAY_MS) }),
  /** How often it goes on in all. */
  z.strictObject({ action: z.literal('duplicate'), copies: z.int().min(2).max(MOST_COPIES) }),
  /** So many of a channel are collected, and then go on in another order. */
  z.strictObject({
    action: z.literal('reorder'),
    window: z.int().min(2).max(WIDEST_WINDOW),
    order,
  }),
]);

/** What is done with which envelopes after an orderer admitted them. */
export const faultRule = z
  .strictObject({
    /** By what the rule is named; chosen for it where it is not given. */
    id: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,64}$/, 'must be 1 to 64 letters, digits, dots, underlines, hyphens')
      .optional(),
    when: selector.default({}),
    then: action,
  })
  .refine(({ then }) => then.action !== 'reorder' || isPermutation(then), {
    path: ['then', 'order', 'places'],
    message: 'must name each place of the window once, from 0',
  });

function isPermutation({ window, order: wanted }: Reordering): boolean {
  if (wanted === 'reverse' || 'shuffle' in wanted) return true;
  const { places } = wanted;
  return (
    places.length === window && new Set(places).size === window && Math.max(...places) < window
  );
}

export type FaultSelector = z.infer<typeof selector>;
export type FaultAction = z.infer<typeof action>;
export type Reordering = Extract<FaultAction, { readonly action: 'reorder' }>;

/** A rule as it is given. */
export type FaultRule = z.input<typeof faultRule>;

/** A rule that was read; it may still need a name. */
export type GivenRule = z.output<typeof faultRule>;

/** A rule as it is kept: it has a name. */
export interface NamedRule {
  readonly id: string;
  readonly when: FaultSelector;
  readonly then: FaultAction;
}
