/** A message that consenters admitted and that waits for its block. */
export interface Pending {
  readonly bytes: Uint8Array;
  /** The request's id: the transaction id computed from creator and nonce. */
  readonly id: string;
}

export interface BatchLimits {
  readonly maxMessageCount: number;
  readonly absoluteMaxBytes: number;
}

/** What may wait in all: an orderer's pool is bounded, too, or a fast client would fill the memory. */
export const POOL_BYTES = 128 * 1024 * 1024;

/**
 * The consenters' request pool: first in, first out. A request that still waits is not taken a second time, as in
 * SmartBFT; one that was ordered before is, and its validation says that it is a duplicate.
 */
export class RequestPool {
  private readonly waiting = new Map<string, Uint8Array>();
  private bytes = 0;

  constructor(private readonly limit = POOL_BYTES) {}

  get size(): number {
    return this.waiting.size;
  }

  /** Whether nothing more may be added until something is cut. */
  get full(): boolean {
    return this.bytes >= this.limit;
  }

  /** Forget what waits. */
  clear(): void {
    this.waiting.clear();
    this.bytes = 0;
  }

  /** Take a request; false when it waits already. */
  add({ id, bytes }: Pending): boolean {
    if (this.waiting.has(id)) return false;
    this.waiting.set(id, bytes);
    this.bytes += bytes.length;
    return true;
  }

  /**
   * Remove what goes into the next block: as many requests as the channel's limits allow, but at least one. A BFT
   * channel knows no preferred size.
   */
  cut({ maxMessageCount, absoluteMaxBytes }: BatchLimits): Uint8Array[] {
    const batch: Uint8Array[] = [];
    let size = 0;
    for (const [id, bytes] of this.waiting) {
      size += bytes.length;
      if (batch.length >= maxMessageCount) break;
      if (batch.length > 0 && size > absoluteMaxBytes) break;
      batch.push(bytes);
      this.waiting.delete(id);
      this.bytes -= bytes.length;
    }
    return batch;
  }
}
