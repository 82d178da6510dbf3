import type { ChannelBundle } from '@argosy/protocol/channel-config';
import { reasonOf } from '@argosy/protocol/reason';
import type { Ledger } from '@argosy/ledger/ledger';
import type { TransientStore } from '@argosy/ledger/private-data/transient-store';
import type { Ambient } from '../ambient.js';
import {
  admit,
  isUpdate,
  NotAdmitted,
  readHeaders,
  type EnvelopeMessage,
  type Headers,
  type Moment,
} from './admission.js';
import { BlockProducer } from './block-producer.js';
import { batchLimits, batchTimeout } from './batch-rules.js';
import { hasQuorum } from './block-maker.js';
import type { BroadcastAnswer } from './broadcast-status.js';
import { admitUpdate, type UpdateContext } from './configuration-update.js';
import { envelopeFacts } from './envelope-facts.js';
import type { Faults } from './faults.js';
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
  /** What comes between admission and the sequencer; without it nothing does. */
  readonly faults?: Faults | undefined;
  /** The nodes that are stopped: they have joined what they have joined, but take no part. */
  readonly stopped?: Pick<ReadonlySet<OrdererNode>, 'has'> | undefined;
}

/** The words with which SmartBFT says that it has a request already: a gateway takes them for success. */
export const ALREADY_THERE = 'failed to submit request: request already exists';
/** Its words for a request that it has put into a block already: these a gateway does not take for success. */
const ALREADY_ORDERED = 'failed to submit request: request already processed';

/** The ordering service of one channel: admits envelopes, puts them into signed blocks, hands these to the ledger. */
export class Ordering {
  private readonly sequencer: Sequencer;
  private readonly joined: Set<OrdererNode>;
  private readonly producer: BlockProducer;
  private whyHalted: string | undefined;

  constructor(private readonly parts: OrderingParts) {
    this.joined = new Set(parts.nodes);
    this.producer = new BlockProducer(parts, {
      nodes: () => this.present,
      updateContext: (node) => this.updateContext(node),
    });
    this.sequencer = new Sequencer(parts.production, {
      limits: () => batchLimits(this.bundle),
      timeoutMs: () => batchTimeout(this.bundle),
      ambient: parts.ambient,
      canProduce: () => this.hasQuorum,
      produce: (requests) => this.producer.produce(requests),
      halted: (error) => {
        this.whyHalted = reasonOf(error);
        parts.warn(`channel ${parts.ledger.channelId} has halted: ${this.whyHalted}`);
      },
    });
  }

  /** The nodes that have joined the channel. */
  get nodes(): ReadonlySet<OrdererNode> {
    return this.joined;
  }

  /** The nodes that have joined the channel and are not stopped. */
  get present(): readonly OrdererNode[] {
    return [...this.joined].filter((node) => this.parts.stopped?.has(node) !== true);
  }

  /** Why the channel takes nothing more, where a block could not be committed. */
  get halted(): string | undefined {
    return this.whyHalted;
  }

  /** How many messages wait for a block. */
  get waiting(): number {
    return this.sequencer.waiting;
  }

  /** The ids of the transactions that wait for a block, first come first. */
  get waitingIds(): readonly string[] {
    return this.sequencer.ids;
  }

  /** Whether enough nodes are there to make blocks. */
  get hasQuorum(): boolean {
    return hasQuorum(this.bundle, this.present);
  }

  /** When blocks are cut; it can be changed at any time. */
  get production(): BlockProduction {
    return this.sequencer.production;
  }

  set production(production: BlockProduction) {
    this.sequencer.production = production;
  }

  /** Whether too few of Raft's nodes are there to elect a leader; BFT takes messages all the same. */
  get isLeaderless(): boolean {
    return this.bundle.consensusType !== 'BFT' && !this.hasQuorum;
  }

  join(node: OrdererNode): void {
    this.joined.add(node);
    this.sequencer.wake();
  }

  leave(node: OrdererNode): void {
    this.joined.delete(node);
  }

  /** A node was stopped or started: blocks may be made again. */
  wake(): void {
    this.sequencer.wake();
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

  /**
   * Put what waits into blocks, or only these transactions, in this order, into one block. Resolves when they are committed. Refuses:
   * a transaction that does not wait; too few orderers.
   */
  async cut(transactionIds?: readonly string[]): Promise<void> {
    const { channelId } = this.parts.ledger;
    const missing = transactionIds?.find((id) => !this.sequencer.has(id));
    if (missing !== undefined) throw new Error(this.notWaiting(missing));
    if (!this.hasQuorum && this.sequencer.waiting > 0)
      throw new Error(
        `channel ${channelId} makes no blocks, for too few of its orderers are there: start the stopped ones`,
      );
    await this.sequencer.cut(transactionIds);
  }

  /** Make no more blocks until what is returned is called. Resolves when the one under way is committed. */
  hold(): Promise<() => void> {
    return this.sequencer.hold();
  }

  /** Commit what waits for a block. What a rule holds back is lost. */
  async close(): Promise<void> {
    const channel = this.parts.ledger.channelId;
    this.parts.faults?.discard('the channel was closed while it was held back', { channel });
    await this.sequencer.close();
  }

  private notWaiting(transactionId: string): string {
    const { parts } = this;
    const { channelId } = parts.ledger;
    const why =
      parts.faults?.holds(channelId, transactionId) === true
        ? 'a rule holds it back: release it first'
        : 'it was not submitted, or is in a block already';
    return `transaction ${transactionId} does not wait for a block of channel ${channelId}: ${why}`;
  }

  private get bundle(): ChannelBundle {
    return this.parts.ledger.bundle;
  }

  private receiver(via: OrdererNode | undefined): OrdererNode {
    const [first] = this.present;
    const node = via === undefined || this.joined.has(via) ? (via ?? first) : undefined;
    if (node === undefined) throw new NotAdmitted('BAD_REQUEST', 'channel does not exist');
    return node;
  }

  private accept(envelope: EnvelopeMessage, headers: Headers, via: OrdererNode | undefined): void {
    const node = this.receiver(via);
    const request = isUpdate(headers)
      ? admitUpdate(envelope, this.updateContext(node))
      : admit(envelope, headers, this.moment);
    const refusal = this.unavailability(node) ?? this.repetition(request) ?? this.sequencer.refusal;
    const refused = refusal ?? this.handOver(request, envelope, headers);
    if (refused !== undefined) throw new NotAdmitted('SERVICE_UNAVAILABLE', refused);
  }

  /** To the sequencer, unless something comes between. */
  private handOver(
    request: Pending,
    envelope: EnvelopeMessage,
    headers: Headers,
  ): string | undefined {
    const { faults } = this.parts;
    if (faults?.isActive !== true) return this.sequencer.accept(request);
    const facts = envelopeFacts(envelope, headers, request.id);
    return faults.pass({ request, facts, handOn: (one) => this.sequencer.accept(one) });
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
    if (this.bundle.consensusType !== 'BFT') return undefined;
    const { ledger, faults } = this.parts;
    const isThere = this.sequencer.has(id) || faults?.holds(ledger.channelId, id) === true;
    if (isThere) return ALREADY_THERE;
    return this.sequencer.had(id) ? ALREADY_ORDERED : undefined;
  }

  private updateContext({ signer }: OrdererNode): UpdateContext {
    const obstacle = (next: ChannelBundle): string | undefined =>
      hasQuorum(next, [...this.joined])
        ? undefined
        : 'the orderers of this development network would be too few to order under that configuration';
    return { bundle: this.bundle, orderer: signer, ambient: this.parts.ambient, obstacle };
  }
}
