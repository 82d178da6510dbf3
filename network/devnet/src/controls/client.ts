import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import {
  answers,
  type ChannelView,
  type ClockView,
  type EnvelopeView,
  type NodeView,
  type RuleView,
  type SnapshotView,
} from './answers.js';
import { ControlHttp } from './control-http.js';
import type { Method } from './method.js';
import type { Requests } from './requests.js';

/** Where the controls of a network are served, and the file with its token. */
export interface ControlAddress {
  /** Such as `http://127.0.0.1:17001`. */
  readonly url: string;
  readonly tokenFile: string;
}

type Answer<K extends keyof typeof answers> = Promise<z.infer<(typeof answers)[K]>>;

/** The controls of a running development network. Each method throws ControlFailure where the control is refused. */
export class ControlClient {
  private readonly http: ControlHttp;

  constructor(url: string, token: string) {
    this.http = new ControlHttp(url, token);
  }

  /** A client with the token from its file. */
  static async open({ url, tokenFile }: ControlAddress): Promise<ControlClient> {
    return new ControlClient(url, (await readFile(tokenFile, 'utf8')).trim());
  }

  /** What the network is, and every control that it has. */
  describe(): Answer<'description'> {
    return this.http.ask(answers.description, 'GET', '/v1');
  }

  /** All peers and orderers, and whether they serve. */
  async nodes(): Promise<readonly NodeView[]> {
    return (await this.http.ask(answers.nodes, 'GET', '/v1/nodes')).nodes;
  }

  /** Stop a peer or an orderer by its name or address: at once, unless open calls may end first. */
  stop(node: string, options: Requests['stop'] = {}): Promise<NodeView> {
    return this.http.ask(
      answers.node,
      'POST',
      `/v1/nodes/${encodeURIComponent(node)}/stop`,
      options,
    );
  }

  /** Start a stopped peer or orderer by its name or address. */
  start(node: string): Promise<NodeView> {
    return this.http.ask(answers.node, 'POST', `/v1/nodes/${encodeURIComponent(node)}/start`);
  }

  /** The rules for envelopes, first to last. */
  async rules(): Promise<readonly RuleView[]> {
    return (await this.http.ask(answers.rules, 'GET', '/v1/rules')).rules;
  }

  /** Have a rule decide about envelopes that orderers admit. Answers its name. */
  async addRule(rule: Requests['rule']): Promise<string> {
    return (await this.http.ask(answers.rule, 'POST', '/v1/rules', rule)).id;
  }

  /** Take one rule away, or all; what waits because of them still waits. */
  async removeRules(id?: string): Promise<void> {
    const one = id === undefined ? '' : `/${encodeURIComponent(id)}`;
    await this.http.ask(answers.nothing, 'DELETE', `/v1/rules${one}`);
  }

  /** What was decided for envelopes while there were rules. */
  envelopes(filter: Requests['envelopes'] = {}): Answer<'envelopes'> {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(filter))
      if (value !== undefined) query.append(name, value);
    return this.http.ask(answers.envelopes, 'GET', `/v1/envelopes?${query.toString()}`);
  }

  /** Let envelopes go on that wait: all, of a channel, or of these transactions in this order. */
  async release(filter: Requests['release'] = {}): Promise<readonly EnvelopeView[]> {
    return (await this.http.ask(answers.released, 'POST', '/v1/envelopes/release', filter))
      .released;
  }

  /** The channels: heights, what waits, and what is held. */
  async channels(): Promise<readonly ChannelView[]> {
    return (await this.http.ask(answers.channels, 'GET', '/v1/channels')).channels;
  }

  /** Put what waits into blocks, or exactly these transactions, in this order, into one. Resolves when they are committed. */
  cut(channel: string, transactionIds?: readonly string[]): Promise<ChannelView> {
    return this.onChannel(channel, 'POST', 'cut', { transactionIds });
  }

  /** When blocks are cut from now on. */
  setProduction(channel: string, production: Requests['production']): Promise<ChannelView> {
    return this.onChannel(channel, 'PUT', 'production', production);
  }

  /** Have no client told where transactions stand: all of a channel, or these. */
  holdStatus(channel: string, transactionIds?: readonly string[]): Promise<ChannelView> {
    return this.onChannel(channel, 'POST', 'status/hold', { transactionIds });
  }

  /** Have clients told again where transactions stand: all of a channel, or these. */
  releaseStatus(channel: string, transactionIds?: readonly string[]): Promise<ChannelView> {
    return this.onChannel(channel, 'POST', 'status/release', { transactionIds });
  }

  /** Have the streams of a node's clients stand still, or those of all nodes: they send no block that is not there yet. */
  holdBlocks(channel: string, node?: string): Promise<ChannelView> {
    return this.onChannel(channel, 'POST', 'blocks/hold', { node });
  }

  /** Have the streams go on: those of a node's clients, or all. */
  releaseBlocks(channel: string, node?: string): Promise<ChannelView> {
    return this.onChannel(channel, 'POST', 'blocks/release', { node });
  }

  /** What the one clock of the network shows. */
  clock(): Promise<ClockView> {
    return this.http.ask(answers.clock, 'GET', '/v1/clock');
  }

  /** Move the clock forward by a duration such as `+6d`. */
  moveClock(by: string): Promise<ClockView> {
    return this.http.ask(answers.clock, 'POST', '/v1/clock/move', { by });
  }

  /** Have the clock show a later instant, such as `2030-01-31T12:00:00Z`. */
  setClock(to: string): Promise<ClockView> {
    return this.http.ask(answers.clock, 'POST', '/v1/clock/set', { to });
  }

  /** Stop the clock, now or at a later instant. */
  freezeClock(at?: string): Promise<ClockView> {
    return this.http.ask(answers.clock, 'POST', '/v1/clock/freeze', { at });
  }

  /** Let a stopped clock go on from where it stands. */
  resumeClock(): Promise<ClockView> {
    return this.http.ask(answers.clock, 'POST', '/v1/clock/resume');
  }

  /** Remember the state of the whole network. Answers the snapshot's id. */
  async snapshot(): Promise<string> {
    return (await this.http.ask(answers.snapshot, 'POST', '/v1/snapshots')).id;
  }

  /** The snapshots that are kept, oldest first. */
  async snapshots(): Promise<readonly SnapshotView[]> {
    return (await this.http.ask(answers.snapshots, 'GET', '/v1/snapshots')).snapshots;
  }

  /** Set the whole network back to a snapshot. */
  async revert(id: string): Promise<void> {
    await this.http.ask(answers.nothing, 'POST', `/v1/snapshots/${encodeURIComponent(id)}/revert`);
  }

  /** Have the network write all that it keeps into a file, by its absolute path. */
  dump(file: string): Answer<'state'> {
    return this.http.ask(answers.state, 'POST', '/v1/dump', { file });
  }

  /** Have the network take what a dump holds in place of what it has. */
  load(file: string): Answer<'state'> {
    return this.http.ask(answers.state, 'POST', '/v1/load', { file });
  }

  private onChannel(
    channel: string,
    method: Method,
    control: string,
    body: object,
  ): Promise<ChannelView> {
    const path = `/v1/channels/${encodeURIComponent(channel)}/${control}`;
    return this.http.ask(answers.channel, method, path, body);
  }
}
