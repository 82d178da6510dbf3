import { ChannelRecords, type ChannelRecord } from './channel-records.js';
import type { Storage } from './storage/storage.js';

/** Who has joined which channel, as it is kept. */
export class RememberedChannels {
  private readonly remembered = new Map<string, ChannelRecord>();

  private constructor(
    private readonly storage: Pick<Storage, 'files' | 'removeLedger'>,
    private records: ChannelRecords,
  ) {}

  /** Nothing is read before `readAll`. */
  static async of(storage: Pick<Storage, 'files' | 'removeLedger'>): Promise<RememberedChannels> {
    return new RememberedChannels(storage, new ChannelRecords(await storage.files('channels')));
  }

  get(channelId: string): ChannelRecord | undefined {
    return this.remembered.get(channelId);
  }

  get all(): ReadonlyMap<string, ChannelRecord> {
    return this.remembered;
  }

  /** Read what is kept, and finish what was left half removed. */
  async readAll(): Promise<void> {
    for (const [channelId, record] of await this.records.all()) {
      if (record.removed === true) await this.remove(channelId);
      else this.remembered.set(channelId, record);
    }
  }

  /** What is kept was replaced: forget what stood there before. */
  async startAnew(): Promise<void> {
    this.remembered.clear();
    this.records = new ChannelRecords(await this.storage.files('channels'));
  }

  async save(channelId: string, record: ChannelRecord): Promise<void> {
    await this.records.save(channelId, record);
    this.remembered.set(channelId, record);
  }

  /** From now on the channel is one that is to be removed, whatever happens. */
  markRemoved(channelId: string, record: ChannelRecord): Promise<void> {
    return this.records.save(channelId, { ...record, removed: true });
  }

  async forget(channelId: string): Promise<void> {
    this.remembered.delete(channelId);
    await this.records.forget(channelId);
  }

  /** Remove a channel with its ledger. The record goes last: as long as it is there, it says what is to become of the rest. */
  async remove(channelId: string): Promise<void> {
    await this.storage.removeLedger(channelId);
    await this.forget(channelId);
  }
}
