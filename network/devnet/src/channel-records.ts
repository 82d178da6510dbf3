import { z } from 'zod';
import type { FileSet } from './storage/storage.js';

const record = z.strictObject({
  /** Block 0, base64. */
  genesisBlock: z.string(),
  peers: z.array(z.string()),
  orderers: z.array(z.string()),
  /** The last node has left it: what is still there of it goes. */
  removed: z.literal(true).optional(),
});

/** Who has joined a channel, and with which block 0 it begins. */
export type ChannelRecord = z.infer<typeof record>;

const SUFFIX = '.json';

/** What is remembered of channels: one file each. */
export class ChannelRecords {
  constructor(private readonly files: FileSet) {}

  /** All channels that are remembered. Throws when a file is not what was written: it says which. */
  async all(): Promise<Map<string, ChannelRecord>> {
    const names = (await this.files.names()).filter((name) => name.endsWith(SUFFIX));
    const read = async (name: string): Promise<[string, ChannelRecord]> => {
      const content = await this.files.read(name);
      return [
        name.slice(0, -SUFFIX.length),
        readRecord(content.toString('utf8'), this.files.placeOf(name)),
      ];
    };
    return new Map(await Promise.all(names.map(read)));
  }

  /** Remember a channel. Whatever happens meanwhile, either what was remembered before is there or this. */
  async save(channelId: string, content: ChannelRecord): Promise<void> {
    await this.files.write(fileOf(channelId), Buffer.from(JSON.stringify(content)));
  }

  async forget(channelId: string): Promise<void> {
    await this.files.remove(fileOf(channelId));
  }
}

const fileOf = (channelId: string): string => `${channelId}${SUFFIX}`;

/** Throws where a file is not what was written: it says which. */
export function readRecord(json: string, path: string): ChannelRecord {
  try {
    return record.parse(JSON.parse(json));
  } catch (error) {
    throw new Error(`${path} is damaged: take it from a copy, or remove it and join again`, {
      cause: error,
    });
  }
}
