import { headerHash, headerOf } from '@argosy/protocol/block';
import { Block } from '@argosy/protocol/messages/common';
import { decode } from '@argosy/protocol/wire';
import type { QuietChannel } from '../present-channels.js';
import { closeLedger } from '../open-channels.js';
import type { Storage } from '../storage/storage.js';
import { entriesOf, EntryWriter } from './entries.js';
import { frame, frameKind, type Frame } from './frames.js';
import { headOf, type ChannelState } from './head.js';
import { keepFile, keptFiles } from './kept-files.js';

type Present = ReadonlyMap<string, QuietChannel>;

/** A snapshot: all but the blocks, for those stay where they are. */
export async function* snapshotFrames(
  storage: Storage,
  present: Present,
): AsyncGenerator<Frame, undefined> {
  const head = await headOf('snapshot', present.values());
  yield frame(frameKind.head, Buffer.from(JSON.stringify(head)));
  yield* keptFiles(storage);
  for (const [name, { kept }] of present) {
    yield frame(frameKind.channel, Buffer.from(name));
    yield* entriesOf(kept.state, frameKind.state);
    yield* entriesOf(kept.transient, frameKind.transient);
  }
  return undefined;
}

/** Why the blocks of a channel are not there that a snapshot goes with; undefined where they are. */
export function missingBlocks(
  { name, height, lastHeaderHash }: ChannelState,
  present: Present,
): string | undefined {
  const ledger = present.get(name)?.channel.ledger;
  if (ledger === undefined) return `channel ${name} is not there any more`;
  const last = BigInt(height) - 1n;
  if (last >= ledger.height) return `channel ${name} has no block ${last} any more`;
  const hash = headerHash(headerOf(decode(Block, ledger.block(last))));
  return hash.toString('hex') === lastHeaderHash
    ? undefined
    : `block ${last} of channel ${name} is another one now`;
}

/** Fill a storage with what a snapshot holds, and the blocks that were there then. */
export async function fillFromSnapshot(
  empty: Storage,
  frames: AsyncIterable<Frame>,
  { present, channels }: { readonly present: Present; readonly channels: readonly ChannelState[] },
): Promise<void> {
  let filling: ChannelFilling | undefined;
  for await (const one of frames) {
    if (one.kind === frameKind.file) await keepFile(empty, one);
    else if (one.kind === frameKind.channel) {
      await filling?.end();
      const name = Buffer.from(one.value).toString();
      filling = await ChannelFilling.begin(empty, name);
      await filling.blocks(
        present.get(name),
        channels.find((channel) => channel.name === name),
      );
    } else await filling?.entry(one);
  }
  await filling?.end();
}

/** One channel of a storage that is being filled. */
class ChannelFilling {
  private readonly state: EntryWriter;
  private readonly transient: EntryWriter;

  private constructor(private readonly kept: Awaited<ReturnType<Storage['openLedger']>>) {
    this.state = new EntryWriter(kept.state);
    this.transient = new EntryWriter(kept.transient);
  }

  static async begin(storage: Storage, name: string): Promise<ChannelFilling> {
    const kept = await storage.openLedger(name);
    await Promise.all([kept.state.open(), kept.transient.open()]);
    return new ChannelFilling(kept);
  }

  async blocks(from: QuietChannel | undefined, upTo: ChannelState | undefined): Promise<void> {
    if (from === undefined || upTo === undefined) return;
    for (let number = 0n; number < BigInt(upTo.height); number++)
      await this.kept.store.append(from.channel.ledger.block(number));
  }

  async entry(one: Frame): Promise<void> {
    if (one.kind === frameKind.state) await this.state.put(one);
    if (one.kind === frameKind.transient) await this.transient.put(one);
  }

  async end(): Promise<void> {
    await Promise.all([this.state.end(), this.transient.end()]);
    await closeLedger(this.kept);
  }
}
