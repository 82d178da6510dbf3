import { reasonOf } from '@argosy/protocol/reason';
import type { ChannelRegistry } from '../channel-registry.js';
import type { FileSet, Storage } from '../storage/storage.js';
import { read, requireSound, written, type Frame } from './frames.js';
import { readHead, type ChannelState, type Head } from './head.js';
import { fillFromSnapshot, missingBlocks, snapshotFrames } from './snapshot-content.js';

/** A snapshot that is kept. */
export interface SnapshotInfo {
  readonly id: string;
  readonly channels: readonly ChannelState[];
}

/** What was asked for cannot be, and nothing has changed. */
export class SnapshotRefused extends Error {
  override readonly name = 'SnapshotRefused';
}

const SUFFIX = '.snapshot';
const FILE = /^[1-9]\d*\.snapshot$/;

/**
 * States of the whole network to which it can be set back: ledgers, private data, definitions, packages, and who has joined what.
 * Blocks are not copied, so a snapshot is good as long as the blocks of its time are there.
 */
export class Snapshots {
  constructor(
    private readonly storage: Storage,
    private readonly registry: ChannelRegistry,
  ) {}

  /** Take one, between two blocks. Answers its id. */
  take(): Promise<string> {
    return this.registry.quietly(async (present) => {
      const files = await this.files();
      const id = String(Math.max(0, ...(await idsIn(files)).map(Number)) + 1);
      const pieces: Buffer[] = [];
      for await (const piece of written(snapshotFrames(this.storage, present))) pieces.push(piece);
      await files.write(`${id}${SUFFIX}`, Buffer.concat(pieces));
      return id;
    });
  }

  /** All that are kept, oldest first. One that is damaged is named when it is gone back to. */
  async list(): Promise<SnapshotInfo[]> {
    const files = await this.files();
    const all: SnapshotInfo[] = [];
    for (const id of await idsIn(files)) {
      const head = await headIn(await files.read(`${id}${SUFFIX}`)).catch(() => undefined);
      all.push({ id, channels: head?.channels ?? [] });
    }
    return all;
  }

  /**
   * Set everything back to a snapshot. Those taken after it are forgotten; it is kept. Refuses: one that is not there, is damaged, or
   * whose blocks are gone.
   */
  async revert(id: string): Promise<void> {
    const files = await this.files();
    const name = `${id}${SUFFIX}`;
    if (!(await files.names()).includes(name)) throw await this.unknown(id);
    const content = await files.read(name);
    const head = await soundHead(content, files.placeOf(name));
    await this.registry.replaceAll(async (empty, present) => {
      for (const channel of head.channels) {
        const why = missingBlocks(channel, present);
        if (why !== undefined)
          throw new SnapshotRefused(`snapshot ${id} cannot be gone back to: ${why}`);
      }
      await fillFromSnapshot(empty, framesBehindHead(content), {
        present,
        channels: head.channels,
      });
    });
    await this.forget((other) => Number(other) > Number(id));
  }

  /** Forget those of which it is wanted. */
  async forget(isUnwanted: (id: string) => boolean): Promise<void> {
    const files = await this.files();
    for (const id of await idsIn(files)) if (isUnwanted(id)) await files.remove(`${id}${SUFFIX}`);
  }

  private files(): Promise<FileSet> {
    return this.storage.files('snapshots');
  }

  private async unknown(id: string): Promise<SnapshotRefused> {
    const known = await idsIn(await this.files());
    const there = known.length === 0 ? 'none was taken' : `there are ${known.join(', ')}`;
    return new SnapshotRefused(`there is no snapshot ${id}: ${there}`);
  }
}

async function idsIn(files: FileSet): Promise<string[]> {
  const names = (await files.names()).filter((name) => FILE.test(name));
  return names.map((name) => name.slice(0, -SUFFIX.length)).sort((a, b) => Number(a) - Number(b));
}

async function headIn(content: Buffer): Promise<Head> {
  for await (const one of read([content])) return readHead(one);
  throw new SnapshotRefused('it is empty');
}

async function soundHead(content: Buffer, place: string): Promise<Head> {
  try {
    await requireSound([content]);
    return await headIn(content);
  } catch (error) {
    throw new SnapshotRefused(`the snapshot ${place} cannot be used: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

async function* framesBehindHead(content: Buffer): AsyncGenerator<Frame, undefined> {
  const frames = read([content]);
  await frames.next();
  yield* frames;
  return undefined;
}
