import { channels, change, creation } from './acts.js';
import type { Act, ChannelName } from './acts.js';
import type { Client, Request } from './client.js';
import { describe } from './points.js';
import type { Point } from './points.js';
import type { Stage } from './stage.js';

const limitMilliseconds = 20_000;
/** Whether two requests get into each other's way, and which of them comes first, is not in the test's hands. */
const attempts = 4;

/** Drives a gateway and its network from one point to the next. */
export class Course {
  #documents = 0;
  /** Documents that were made and are unchanged. */
  readonly #unchanged: Record<ChannelName, string[]> = { trade: [], border: [] };

  constructor(
    private readonly stage: Stage,
    private readonly client: Client,
  ) {}

  /** Start both, sign in, and make documents to be changed. */
  async begin(documents: number): Promise<void> {
    await this.stage.devnet.start();
    await this.stage.gateway.start();
    for (const channel of channels)
      await Promise.all(Array.from({ length: documents }, () => this.#made(channel)));
  }

  /** Kill what the point says where it says, start it again, and see the client's requests answered. False where that point was not
   *  reached. */
  async at(point: Point): Promise<boolean> {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      if (await this.#tried(point)) return true;
    }
    return false;
  }

  async #tried(point: Point): Promise<boolean> {
    const { gateway, devnet } = this.stage;
    const acts = await this.#actsFor(point);
    await this.client.signInFor(acts);
    const requests = acts.map((act) => this.client.begin(act));
    if (point.gateway !== undefined) gateway.arm(point.gateway);
    if (point.devnet !== undefined) devnet.arm(point.devnet);
    const [dies, other] = point.gateway === undefined ? [devnet, gateway] : [gateway, devnet];
    const sending = this.#send(requests, point);
    sending.catch(() => undefined);
    const isReached = await dies.killed(limitMilliseconds);
    if (isReached && point.both === true) await other.kill();
    await devnet.start();
    const isReachedAgain = !isReached || (await this.#recover(point));
    await gateway.start();
    await sending;
    for (const request of requests) await this.client.finish(request);
    this.#learn(requests, point);
    return isReached && isReachedAgain;
  }

  async #recover({ recovering }: Point): Promise<boolean> {
    if (recovering === undefined) return true;
    return this.stage.gateway.startUntil(recovering, limitMilliseconds);
  }

  async #send(requests: readonly Request[], { wait, inTurn }: Point): Promise<void> {
    if (!inTurn) {
      await Promise.all(requests.map((request) => this.client.send(request, wait)));
      return;
    }
    for (const request of requests) {
      await this.client.send(request, wait);
      await this.client.finish(request);
    }
  }

  async #actsFor({ kind, channel }: Point): Promise<Act[]> {
    switch (kind) {
      case 'creation':
        return [creation(channel, this.#reference()), creation(channel, this.#reference())];
      case 'change':
        return [
          change(channel, await this.#document(channel)),
          change(channel, await this.#document(channel)),
        ];
      case 'refused': {
        const there = await this.#document(channel);
        this.#unchanged[channel].push(there);
        return [creation(channel, there), creation(channel, there)];
      }
      case 'conflict': {
        const one = await this.#document(channel);
        return [change(channel, one), change(channel, one)];
      }
    }
  }

  /** Refuses: an end that no such requests may have. */
  #learn(requests: readonly Request[], point: Point): void {
    const ends = requests.map(({ answers }) => answers.at(-1)?.state ?? 'none');
    const expected = {
      creation: ['committed', 'committed'],
      change: ['committed', 'committed'],
      refused: ['refused', 'refused'],
      conflict: ['committed', 'refused'],
    }[point.kind];
    if (ends.toSorted().join() !== expected.join())
      throw new Error(`${describe(point)}: the requests ended as ${ends.join(' and ')}`);
  }

  async #document(channel: ChannelName): Promise<string> {
    return this.#unchanged[channel].pop() ?? (await this.#newDocument(channel));
  }

  async #made(channel: ChannelName): Promise<void> {
    this.#unchanged[channel].push(await this.#newDocument(channel));
  }

  async #newDocument(channel: ChannelName): Promise<string> {
    const reference = this.#reference();
    const request = this.client.begin(creation(channel, reference));
    await this.client.finish(request);
    return reference;
  }

  #reference(): string {
    this.#documents += 1;
    return `K${this.#documents}`;
  }
}
