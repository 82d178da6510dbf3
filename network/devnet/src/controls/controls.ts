import type { Channel } from '../channel.js';
import { NodeRefused, type StopManner } from '../node-servers.js';
import type { EnvelopeRecord } from '../ordering/envelope-records.js';
import type { FaultRule } from '../ordering/fault-rules.js';
import type { Faults } from '../ordering/faults.js';
import type { BlockProduction } from '../ordering/sequencer.js';
import type { WaitingFilter } from '../ordering/waiting-envelopes.js';
import type { ChannelView, NodeView } from './answers.js';
import type { Clock } from './clock.js';
import { ControlRefused, notWaiting, unknown } from './refusal.js';
import { channelView, nodeView, type ControlledNode } from './views.js';

export interface ControlsParts {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly peers: readonly ControlledNode[];
  readonly orderers: readonly ControlledNode[];
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

  /** All peers and orderers. */
  get nodes(): readonly NodeView[] {
    const { peers, orderers } = this.parts;
    return [
      ...peers.map((node) => nodeView('peer', node)),
      ...orderers.map((node) => nodeView('orderer', node)),
    ];
  }

  get channels(): readonly ChannelView[] {
    return [...this.parts.channels().values()].map(channelView);
  }

  channel(name: string): ChannelView {
    return channelView(this.find(name));
  }

  /** Stop a peer or an orderer: its connections end, its address stays its own. */
  async stop(name: string, manner: StopManner = 'at once'): Promise<NodeView> {
    return this.change(name, (node) => node.stop(manner));
  }

  /** Start a stopped peer or orderer. It has missed nothing: the ledger is shared. */
  async start(name: string): Promise<NodeView> {
    return this.change(name, (node) => node.start());
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
    if (!this.faults.remove(id))
      throw unknown(
        'id',
        'rule',
        id,
        this.faults.rules.map((rule) => rule.id),
      );
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
    const channel = this.find(name);
    channel.ordering.production = production;
    return channelView(channel);
  }

  /** Tell no client where transactions stand: all of a channel, or these. They are committed all the same. */
  holdStatus(name: string, transactionIds?: readonly string[]): ChannelView {
    const channel = this.find(name);
    channel.waiters.hold(transactionIds);
    return channelView(channel);
  }

  /** Tell again where transactions stand. Who has waited hears it now. */
  releaseStatus(name: string, transactionIds?: readonly string[]): ChannelView {
    const channel = this.find(name);
    channel.waiters.release(transactionIds);
    return channelView(channel);
  }

  /** Have the streams of a node's clients stand still on a channel, or those of all nodes: they send no block that is not there yet. */
  holdBlocks(name: string, node?: string): ChannelView {
    const channel = this.find(name);
    channel.waiters.holdBlocks(node && this.node(node).name);
    return channelView(channel);
  }

  /** Have the streams go on: those of a node, or all. */
  releaseBlocks(name: string, node?: string): ChannelView {
    const channel = this.find(name);
    channel.waiters.releaseBlocks(node && this.node(node).name);
    return channelView(channel);
  }

  private find(name: string): Channel {
    const channels = this.parts.channels();
    const channel = channels.get(name);
    if (channel === undefined) throw unknown('channel', 'channel', name, [...channels.keys()]);
    return channel;
  }

  private whyNotWaiting(channel: string, transactionId: string): string {
    return this.faults.holds(channel, transactionId)
      ? 'a rule holds it back: release it first'
      : 'it was not submitted, or is in a block already';
  }

  private node(name: string): ControlledNode {
    const all = [...this.parts.peers, ...this.parts.orderers];
    const node = all.find((one) => one.name === name || one.address === name);
    if (node !== undefined) return node;
    const names = all.map((one) => one.name);
    throw unknown('node', 'peer or orderer', name, names);
  }

  private async change(
    name: string,
    work: (node: ControlledNode) => Promise<void>,
  ): Promise<NodeView> {
    const node = this.node(name);
    await work(node).catch((error: unknown) => {
      if (!(error instanceof NodeRefused)) throw error;
      throw new ControlRefused('not now', error.message, {
        advice: 'ask GET /v1/nodes in which state it is',
      });
    });
    return nodeView(this.parts.peers.includes(node) ? 'peer' : 'orderer', node);
  }
}
