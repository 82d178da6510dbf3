import type { ChannelBundle } from '@argosy/protocol/channel-config';
import { Envelope } from '@argosy/protocol/messages/common';
import { reasonOf } from '@argosy/protocol/reason';
import { decode } from '@argosy/protocol/wire';
import type { Ledger } from '@argosy/ledger/ledger';
import type { TransientStore } from '@argosy/ledger/private-data/transient-store';
import { BlockRejected } from '@argosy/ledger/verdict';
import type { Ambient } from '../ambient.js';
import {
  admit,
  filter,
  isUpdate,
  NotAdmitted,
  readHeaders,
  type EnvelopeMessage,
  type Headers,
  type Moment,
} from './admission.js';
import { batchLimits, batchTimeout } from './batch-rules.js';
import { hasQuorum, makeBlock } from './block-maker.js';
import type { BroadcastAnswer } from './broadcast-status.js';
import { admitUpdate, updateWithin, type UpdateContext } from './configuration-update.js';
import { configurationBlock } from './last-configuration.js';
import { isConsenter, type OrdererNode } from './orderer-node.js';
import type { Pending } from './pool.js';
import { Sequencer, type BlockProduction } from './sequencer.js';

export interface OrderingParts {
  readonly ledger: Ledger;
  /** The nodes that have joined the channel. */
  readonly nodes: Iterable<OrdererNode>;
  readonly production: BlockProduction;
  readonly ambient: Ambient;
  readonly warn: (text: string) => void;
  /** Where clear private data waits for its block. */
  readonly transient?: Pick<TransientStore, 'setsFor' | 'committed'>;
}

/** The words with which SmartBFT says that it has a request already: a gateway takes them for success. */
export const ALREADY_THERE = 'failed to submit request: request already exists';

/** The ordering service of one channel: admits envelopes, puts them into signed blocks, hands these to the ledger. */
export class Ordering {
  private readonly sequencer: Sequencer;
  private readonly joined: Set<OrdererNode>;

  constructor(private readonly parts: OrderingParts) {
    this.joined = new Set(parts.nodes);
    this.sequencer = new Sequencer(parts.production, {
      limits: () => batchLimits(this.bundle),
      timeoutMs: () => batchTimeout(this.bundle),
      ambient: parts.ambient,
      canProduce: () => hasQuorum(this.bundle, [...this.joined]),
      produce: (requests) => this.produce(requests),
      halted: (error) => {
        parts.warn(`channel ${parts.ledger.channelId} has halted: ${reasonOf(error)}`);
      },
    });
  }

  /** The nodes that have joined the channel. */
  get nodes(): ReadonlySet<OrdererNode> {
    return this.joined;
  }

  /** How many messages wait for a block. */
  get waiting(): number {
    return this.sequencer.waiting;
  }

  /** Whether too few of Raft's nodes are there to elect a leader; BFT takes messages all the same. */
  get isLeaderless(): boolean {
    const { bundle } = this;
    return bundle.consensusType !== 'BFT' && !hasQuorum(bundle, [...this.joined]);
  }

  join(node: OrdererNode): void {
    this.joined.add(node);
    this.sequencer.wake();
  }

  leave(node: OrdererNode): void {
    this.joined.delete(node);
  }

  /**
   * Answer an envelope as an orderer does; as the first that has joined, unless the one is named. SUCCESS means accepted: whether it
   * commits, its block will say.
   */
  broadcast(envelope: EnvelopeMessage, via?: OrdererNode): BroadcastAnswer {
    try {
      this.accept(envelope, readHeaders(envelope), via);
      return { status: 'SUCCESS', info: '' };
    } catch (error) {
      if (error instanceof NotAdmitted) return error.answer;
      throw error;
    }
  }

  /** Put what waits into blocks, or only these transactions, into one block. Resolves when they are committed. */
  cut(transactionIds?: readonly string[]): Promise<void> {
    return this.sequencer.cut(transactionIds);
  }

  /** Make no more blocks until what is returned is called. Resolves when the one under way is committed. */
  hold(): Promise<() => void> {
    return this.sequencer.hold();
  }

  close(): Promise<void> {
    return this.sequencer.close();
  }

  private get bundle(): ChannelBundle {
    return this.parts.ledger.bundle;
  }

  private receiver(via: OrdererNode | undefined): OrdererNode {
    const [first] = this.joined;
    const node = via === undefined || this.joined.has(via) ? (via ?? first) : undefined;
    if (node === undefined) throw new NotAdmitted('BAD_REQUEST', 'channel does not exist');
    return node;
  }

  private accept(envelope: EnvelopeMessage, headers: Headers, via: OrdererNode | undefined): void {
    const node = this.receiver(via);
    const request = isUpdate(headers)
      ? admitUpdate(envelope, this.updateContext(node))
      : admit(envelope, headers, this.moment);
    const refusal = this.unavailability(node) ?? this.repetition(request);
    const refused = refusal ?? this.sequencer.accept(request);
    if (refused !== undefined) throw new NotAdmitted('SERVICE_UNAVAILABLE', refused);
  }

  private get moment(): Moment {
    return { bundle: this.bundle, now: this.parts.ambient.now() };
  }

  private unavailability(node: OrdererNode): string | undefined {
    const { bundle } = this;
    if (!isConsenter(node, bundle)) return 'not a consenter of the channel: the orderer follows it';
    return this.isLeaderless ? 'no Raft leader' : undefined;
  }

  private repetition({ id }: Pending): string | undefined {
    const knows = this.bundle.consensusType === 'BFT' && this.sequencer.has(id);
    return knows ? ALREADY_THERE : undefined;
  }

  private updateContext({ signer }: OrdererNode): UpdateContext {
    const obstacle = (next: ChannelBundle): string | undefined =>
      hasQuorum(next, [...this.joined])
        ? undefined
        : 'the orderers of this development network would be too few to order under that configuration';
    return { bundle: this.bundle, orderer: signer, ambient: this.parts.ambient, obstacle };
  }

  /**
   * Commit the messages in one block. One that the ledger cannot judge would stop the channel for ever; so a
   * refused block is tried again message by message, and what is refused alone is dropped with a warning.
   */
  private async produce(requests: readonly Pending[]): Promise<void> {
    const standing = requests.flatMap((request) => this.underPresent(request));
    if (standing.length === 0) return;
    try {
      await this.commit(standing);
    } catch (error) {
      if (!(error instanceof BlockRejected)) throw error;
      if (standing.length === 1) {
        this.parts.warn(`a transaction was dropped: ${reasonOf(error)}`);
        return;
      }
      for (const request of standing) await this.produce([request]);
    }
  }

  /** A message that was admitted under an earlier configuration is judged again, and dropped if it is not admitted now. */
  private underPresent(request: Pending): Pending[] {
    const { bundle } = this;
    if (request.sequence === undefined || request.sequence === bundle.sequence) return [request];
    try {
      if (request.isConfiguration === true) {
        const [node] = this.joined;
        const update = updateWithin(request.bytes);
        return node === undefined ? [] : [admitUpdate(update, this.updateContext(node))];
      }
      const envelope = decode(Envelope, request.bytes);
      filter(envelope, readHeaders(envelope), this.moment);
      return [request];
    } catch (error) {
      if (!(error instanceof NotAdmitted)) throw error;
      this.parts.warn(
        `a transaction was dropped, for the configuration changed: ${reasonOf(error)}`,
      );
      return [];
    }
  }

  private async commit(requests: readonly Pending[]): Promise<void> {
    const { ledger, ambient, transient } = this.parts;
    const { bundle } = this;
    const entries = requests.map(({ bytes }) => bytes);
    const number = ledger.height;
    const isConfiguration = requests.some((request) => request.isConfiguration);
    const end = {
      number,
      previousHash: ledger.lastHeaderHash,
      lastConfig: isConfiguration ? number : configurationBlock(ledger),
    };
    const block = makeBlock(end, entries, bundle, {
      nodes: [...this.joined],
      randomBytes: (size) => ambient.randomBytes(size),
    });
    const privateData = (await transient?.setsFor(number, block)) ?? [];
    const committed = await ledger.commit(block, { privateData });
    await transient?.committed(committed);
  }
}
