import { z } from 'zod';

const count = z.int().min(0);

const clock = z.object({ now: z.string(), offset: z.string(), isFrozen: z.boolean() });

const node = z.object({
  name: z.string(),
  kind: z.enum(['peer', 'orderer']),
  /** Where clients reach it, if they do. */
  address: z.string().optional(),
  state: z.enum(['stopped', 'starting', 'serves', 'stopping']),
});

const heldStatus = z.union([
  z.object({ all: z.literal(false), transactionIds: z.array(z.string()) }),
  z.object({ all: z.literal(true), except: z.array(z.string()) }),
]);

const channel = z.object({
  name: z.string(),
  height: count,
  production: z.object({
    mode: z.enum(['instant', 'interval', 'manual']),
    milliseconds: z.int().optional(),
  }),
  /** The transactions that wait for a block, first come first. */
  waiting: z.array(z.string()),
  /** Whether enough orderers are there to make blocks. */
  hasQuorum: z.boolean(),
  /** Of which transactions clients are not told where they stand. */
  heldStatus,
  /** From which block on streams stand still: of all nodes, and of single ones. */
  heldBlocks: z.object({ all: count.optional(), nodes: z.record(z.string(), count) }),
});

const rule = z.object({
  id: z.string(),
  when: z.record(z.string(), z.unknown()),
  then: z.looseObject({ action: z.string() }),
  /** How many envelopes it has chosen. */
  chosen: count,
});

const envelope = z.object({
  number: count,
  channel: z.string(),
  transactionId: z.string(),
  creatorMsp: z.string(),
  chaincode: z.string().optional(),
  function: z.string().optional(),
  admittedAt: z.string(),
  action: z.enum(['pass', 'hold', 'drop', 'delay', 'duplicate', 'reorder']),
  rule: z.string().optional(),
  state: z.enum(['waits', 'went on', 'lost', 'refused']),
  copies: count,
  why: z.string().optional(),
});

/** A channel as a snapshot or a dump has it. */
const channelState = z.object({
  name: z.string(),
  height: z.string(),
  lastHeaderHash: z.string(),
  stateDigest: z.string(),
});
const snapshot = z.object({ id: z.string(), channels: z.array(channelState) });

/** What each control answers. */
export const answers = {
  clock,
  node,
  nodes: z.object({ nodes: z.array(node) }),
  channel,
  channels: z.object({ channels: z.array(channel) }),
  rule: z.object({ id: z.string() }),
  rules: z.object({ rules: z.array(rule) }),
  envelopes: z.object({
    envelopes: z.array(envelope),
    /** How many older ones are no longer listed. */
    forgotten: count,
  }),
  released: z.object({ released: z.array(envelope) }),
  snapshot: z.object({ id: z.string() }),
  snapshots: z.object({ snapshots: z.array(snapshot) }),
  state: z.object({ channels: z.array(channelState) }),
  description: z.object({
    isDevelopmentNetwork: z.literal(true),
    notice: z.string(),
    version: z.string(),
    clock,
    nodes: z.array(node),
    channels: z.array(channel),
    rules: count,
    controls: z.array(
      z.object({
        method: z.string(),
        path: z.string(),
        does: z.string(),
        body: z.unknown().optional(),
      }),
    ),
  }),
  nothing: z.object({}),
} as const;

export type NodeView = z.infer<typeof node>;
export type ChannelView = z.infer<typeof channel>;
export type EnvelopeView = z.infer<typeof envelope>;
export type RuleView = z.infer<typeof rule>;
export type SnapshotView = z.infer<typeof snapshot>;
export type ClockView = z.infer<typeof clock>;
export type Description = z.infer<typeof answers.description>;
