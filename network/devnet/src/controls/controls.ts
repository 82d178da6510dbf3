import type { Channel } from '../channel.js';
import type { StopManner } from '../node-servers.js';
import type { EnvelopeRecord } from '../ordering/envelope-records.js';
import type { FaultRule } from '../ordering/fault-rules.js';
import type { Faults } from '../ordering/faults.js';
import type { BlockProduction } from '../ordering/sequencer.js';
import type { WaitingFilter } from '../ordering/waiting-envelopes.js';
import type { ChannelView, NodeView } from './answers.js';
import { channelView } from './channel-view.js';
import type { Clock } from './clock.js';
import type { ControlledNodes } from './controlled-nodes.js';
import { ControlRefused, notWaiting, unknownName } from './refusal.js';

/** What of a running network is controlled. */
export interface ControlsParts {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly nodes: ControlledNodes;
  readonly channels: () => ReadonlyMap<string, Channel>;
}

/**
 * What a test can do to a running network, and nobody can do to a real one. Each control throws ControlRefused where it cannot be
 * used so, and then nothing has changed.
 */
export class Controls {
  constructor(private readonly parts: ControlsParts) {}

  /** The one clock of the network. */
  get clock(): Clock {
    return this.parts.clock;
  }

  /** What comes between an orderer's SUCCESS and the sequencer. */
  get faults(): Faults {
    return this.parts.faults;
  }

  /** All peers and orderers, and whether they serve. */
  get nodes(): readonly NodeView[] {
    return this.parts.nodes.views;
  }

  /** All channels: heights, what waits, and what is held. */
  get channels(): readonly ChannelView[] {
    return [...this.parts.channels().values()].map(channelView);
  }

  /** One channel, by its name. */
  channel(name: string): ChannelView {
    return channelView(this.find(name));
  }

  /** Stop a peer or an orderer: its connections end, its address stays its own. */
  stop(name: string, manner: StopManner = 'at once'): Promise<NodeView> {
    return this.parts.nodes.change(name, (node) => node.stop(manner));
  }

  /** Start a stopped peer or orderer. It has missed nothing: the ledger is shared. */
  start(name: string): Promise<NodeView> {
    return this.parts.nodes.change(name, (node) => node.start());
  }

  /** Have a rule decide about envelopes, after those in force. Answers its name. */
  addRule(rule: FaultRule): string {
    const { id } = rule;
    const taken = this.faults.rules.some((one) => one.id === id);
    if (!taken) return this.faults.add(rule);
    throw new ControlRefused('wrong', `there is a rule ${id ?? ''} already`, {
      field: 'id',
      rule: 'must be a name that no rule has',
      advice: 'remove that rule first, choose another id, or leave it out',
    });
  }

  /** Take a rule away; what waits because of it still waits. */
  removeRule(id: string): void {
    if (this.faults.remove(id)) return;
    const known = this.faults.rules.map((rule) => rule.id);
    throw unknownName({ field: 'id', what: 'rule', name: id, known });
  }

  /** Let envelopes go on that wait: all, a channel's, or those of these transactions, in this order. */
  release(filter: WaitingFilter = {}): readonly EnvelopeRecord[] {
    const { channel, transactionIds = [] } = filter;
    if (channel !== undefined) this.find(channel);
    const waiting = this.faults.envelopes({ channel, state: 'waits' });
    for (const id of transactionIds)
      if (!waiting.some(({ transactionId }) => transactionId === id))
        throw notWaiting(id, 'no rule holds it back');
    return this.faults.release(filter);
  }

  /** Cut what waits for a block into blocks; or exactly these transactions, in this order, into one. Resolves when they are committed. */
  async cut(name: string, transactionIds?: readonly string[]): Promise<ChannelView> {
    const channel = this.find(name);
    const { ordering } = channel;
    for (const id of transactionIds ?? [])
      if (!ordering.waitingIds.includes(id)) throw notWaiting(id, this.whyNotWaiting(name, id));
    if (!ordering.hasQuorum && ordering.waiting > 0)
      throw new ControlRefused('not now', `too few orderers of channel ${name} are there`, {
        advice: 'start the orderers that are stopped',
      });
    await ordering.cut(transactionIds);
    return channelView(channel);
  }

  /** When a channel's blocks are cut from now on. It is as configured again after the next start. */
  setProduction(name: string, production: BlockProduction): ChannelView {
    return this.change(name, ({ ordering }) => {
      ordering.production = production;
    });
  }

  /** Tell no client where transactions stand: all of a channel, or these. They are committed all the same. */
  holdStatus(name: string, transactionIds?: readonly string[]): ChannelView {
    return this.change(name, ({ waiters }) => waiters.hold(transactionIds));
  }

  /** Tell again where transactions stand. Who has waited hears it now. */
  releaseStatus(name: string, transactionIds?: readonly string[]): ChannelView {
    return this.change(name, ({ waiters }) => waiters.release(transactionIds));
  }

  /** Have the streams of a node's clients stand still on a channel, or those of all nodes: they send no block that is not there yet. */
  holdBlocks(name: string, node?: string): ChannelView {
    return this.change(name, ({ waiters }) => waiters.holdBlocks(this.nameOf(node)));
  }

  /** Have the streams go on: those of a node, or all. */
  releaseBlocks(name: string, node?: string): ChannelView {
    return this.change(name, ({ waiters }) => waiters.releaseBlocks(this.nameOf(node)));
  }

  private find(name: string): Channel {
    const channels = this.parts.channels();
    const channel = channels.get(name);
    if (channel !== undefined) return channel;
    const known = [...channels.keys()];
    throw unknownName({ field: 'channel', what: 'channel', name, known });
  }

  private change(name: string, work: (channel: Channel) => void): ChannelView {
    const channel = this.find(name);
    work(channel);
    return channelView(channel);
  }

  private nameOf(node: string | undefined): string | undefined {
    return node === undefined ? undefined : this.parts.nodes.nameOf(node);
  }

  private whyNotWaiting(channel: string, transactionId: string): string {
    return this.faults.holds(channel, transactionId)
      ? 'a rule holds it back: release it first'
      : 'it was not submitted, or is in a block already';
  }
}
