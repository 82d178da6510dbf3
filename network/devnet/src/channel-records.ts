import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const record = z.strictObject({
  /** Block 0, base64. */
  genesisBlock: z.string(),
  peers: z.array(z.string()),
  orderers: z.array(z.string()),
});

/** Who has joined a channel, and with which block 0 it begins. */
export type ChannelRecord = z.infer<typeof record>;

const SUFFIX = '.json';

/** What the data folder remembers of channels: one file each, replaced as a whole. */
export class ChannelRecords {
  private constructor(private readonly folder: string) {}

  static async open(dataDir: string): Promise<ChannelRecords> {
    const folder = join(dataDir, 'channels');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return new ChannelRecords(folder);
  }

  /** All channels that are remembered. Throws when a file is not what was written: it says which. */
  async all(): Promise<Map<string, ChannelRecord>> {
    const names = (await readdir(this.folder)).filter((name) => name.endsWith(SUFFIX)).sort();
    const read = async (name: string): Promise<[string, ChannelRecord]> => {
      const path = join(this.folder, name);
      return [name.slice(0, -SUFFIX.length), parse(path, await readFile(path, 'utf8'))];
    };
    return new Map(await Promise.all(names.map(read)));
  }

  /** Remember a channel. Whatever happens meanwhile, either what was remembered before is there or this. */
  async save(channelId: string, content: ChannelRecord): Promise<void> {
    const path = this.pathOf(channelId);
    const draft = `${path}.new`;
    const file = await open(draft, 'w', 0o600);
    try {
      await file.writeFile(JSON.stringify(content));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
    await this.sync();
  }

  async forget(channelId: string): Promise<void> {
    await rm(this.pathOf(channelId), { force: true });
    await this.sync();
  }

  private pathOf(channelId: string): string {
    return join(this.folder, `${channelId}${SUFFIX}`);
  }

  private async sync(): Promise<void> {
    const folder = await open(this.folder, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }
}

function parse(path: string, json: string): ChannelRecord {
  try {
    return record.parse(JSON.parse(json));
  } catch (error) {
    throw new Error(`${path} is damaged: take it from a copy, or remove it and join again`, {
      cause: error,
    });
  }
}
