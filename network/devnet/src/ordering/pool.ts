/** A message that an orderer admitted and that waits for its block. */
export interface Pending {
  readonly bytes: Uint8Array;
  /** The request's id: the transaction id computed from creator and nonce. */
  readonly id: string;
  /** A configuration transaction: it stands in a block of its own. */
  readonly isConfiguration?: boolean;
  /** The number of the configuration under which it was admitted. */
  readonly sequence?: bigint;
}

export interface BatchLimits {
  readonly maxMessageCount: number;
  /** What a block's messages have together at most; one that is larger stands alone. */
  readonly maxBytes: number;
}

/** What goes into the next block, and whether waiting longer would bring nothing more into it. */
export interface Batch {
  readonly requests: readonly Pending[];
  readonly isFull: boolean;
}

/** What may wait in all: an orderer's pool is bounded, too, or a fast client would fill the memory. */
export const POOL_BYTES = 128 * 1024 * 1024;

/** How many requests that went into blocks a pool still knows. */
const REMEMBERED = 1_000;

/** The messages that wait for their block: first in, first out. */
export class RequestPool {
  private readonly waiting = new Set<Pending>();
  private readonly ids = new Map<string, number>();
  private readonly gone = new Set<string>();
  private bytes = 0;

  constructor(private readonly limit = POOL_BYTES) {}

  get size(): number {
    return this.waiting.size;
  }

  /** Whether nothing more may be added until something is taken. */
  get full(): boolean {
    return this.bytes >= this.limit;
  }

  /** Forget what waits. */
  clear(): void {
    this.waiting.clear();
    this.ids.clear();
    this.gone.clear();
    this.bytes = 0;
  }

  /** Whether a request of this id waits. */
  has(id: string): boolean {
    return this.ids.has(id);
  }

  /** Whether a request of this id went into a block a short while ago. */
  had(id: string): boolean {
    return this.gone.has(id);
  }

  add(request: Pending): void {
    this.waiting.add(request);
    this.ids.set(request.id, (this.ids.get(request.id) ?? 0) + 1);
    this.bytes += request.bytes.length;
  }

  /** What the next block would hold: as much as the limits allow, but at least one message; a configuration alone. */
  next({ maxMessageCount, maxBytes }: BatchLimits): Batch {
    const requests: Pending[] = [];
    let size = 0;
    for (const request of this.waiting) {
      const fits = requests.length === 0 || size + request.bytes.length <= maxBytes;
      if (!fits || (request.isConfiguration === true && requests.length > 0))
        return { requests, isFull: true };
      requests.push(request);
      size += request.bytes.length;
      if (request.isConfiguration === true || requests.length >= maxMessageCount)
        return { requests, isFull: true };
    }
    return { requests, isFull: size > maxBytes };
  }

  /** What waits, first come first. */
  get all(): readonly Pending[] {
    return [...this.waiting];
  }

  /** Those of the waiting messages that bear one of these ids, in the order of the ids. */
  withIds(ids: readonly string[]): Pending[] {
    const places = new Map(ids.map((id, place) => [id, place]));
    const placeOf = ({ id }: Pending): number => places.get(id) ?? -1;
    return this.all
      .filter((request) => placeOf(request) >= 0)
      .sort((one, other) => placeOf(one) - placeOf(other));
  }

  /** Remove messages that go into a block. */
  take(requests: readonly Pending[]): void {
    for (const request of requests) {
      if (!this.waiting.delete(request)) continue;
      this.bytes -= request.bytes.length;
      const left = (this.ids.get(request.id) ?? 1) - 1;
      if (left === 0) this.ids.delete(request.id);
      else this.ids.set(request.id, left);
      this.remember(request.id);
    }
  }

  private remember(id: string): void {
    this.gone.add(id);
    const [oldest] = this.gone;
    if (this.gone.size > REMEMBERED && oldest !== undefined) this.gone.delete(oldest);
  }
}
