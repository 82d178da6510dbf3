import { z } from 'zod';
import { stateDigest } from '@argosy/ledger/database';
import type { QuietChannel } from '../present-channels.js';
import { FileDamaged, frameKind, type Frame } from './frames.js';

const channel = z.strictObject({
  name: z.string(),
  /** How many blocks it has. */
  height: z.string(),
  /** Of the last block's header, hex. */
  lastHeaderHash: z.string(),
  /** Of everything that the ledger keeps beside its blocks. */
  stateDigest: z.string(),
});

const head = z.strictObject({
  kind: z.enum(['snapshot', 'dump']),
  channels: z.array(channel),
});

/** A channel as a snapshot or a dump has it. */
export type ChannelState = z.infer<typeof channel>;
/** What a file says of itself. */
export type Head = z.infer<typeof head>;

/** What is said of channels in front of what they hold. */
export async function headOf(kind: Head['kind'], channels: Iterable<QuietChannel>): Promise<Head> {
  const states: ChannelState[] = [];
  for (const {
    channel: { id: name, ledger },
    kept,
  } of channels) {
    const lastHeaderHash = Buffer.from(ledger.lastHeaderHash).toString('hex');
    const digest = await stateDigest(kept.state);
    states.push({ name, height: String(ledger.height), lastHeaderHash, stateDigest: digest });
  }
  return { kind, channels: states };
}

/** Read the first frame of a file. Throws FileDamaged. */
export function readHead({ kind, value }: Frame): Head {
  try {
    if (kind === frameKind.head) return head.parse(JSON.parse(Buffer.from(value).toString('utf8')));
  } catch {
    // As what is no head at all.
  }
  throw new FileDamaged('it does not say what it holds');
}
