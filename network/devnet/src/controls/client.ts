import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { answers, type ChannelView, type ClockView, type NodeView } from './answers.js';
import { exchange } from './exchange.js';
import type { Requests } from './requests.js';

/** Where the controls of a network are served, and the file with its token. */
export interface ControlAddress {
  /** Such as `http://127.0.0.1:17001`. */
  readonly url: string;
  readonly tokenFile: string;
}

const failure = z.object({
  error: z.string(),
  field: z.string().optional(),
  rule: z.string().optional(),
  advice: z.string(),
});

/** A control that was refused: what, why, and what to do. */
export class ControlFailure extends Error {
  override readonly name = 'ControlFailure';

  constructor(
    /** The HTTP status: 400 malformed, 401 no or another token, 404 unknown name, 409 not now. */
    readonly status: number,
    readonly refusal: z.infer<typeof failure>,
  ) {
    super(`${refusal.error}; ${refusal.advice}`);
  }
}

type Answer<K extends keyof typeof answers> = Promise<z.infer<(typeof answers)[K]>>;
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** The controls of a running development network. Each method throws ControlFailure where the control is refused. */
export class ControlClient {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** A client with the token from its file. */
  static async open({ url, tokenFile }: ControlAddress): Promise<ControlClient> {
    return new ControlClient(url, (await readFile(tokenFile, 'utf8')).trim());
  }

  /** What the network is, and every control that it has. */
  describe(): Answer<'description'> {
    return this.call(answers.description, 'GET', '/v1');
  }

  async nodes(): Promise<readonly NodeView[]> {
    return (await this.call(answers.nodes, 'GET', '/v1/nodes')).nodes;
  }

  /** Stop a peer or an orderer by its name or address: at once, unless open calls may end first. */
  stop(node: string, options: Requests['stop'] = {}): Promise<NodeView> {
    return this.call(answers.node, 'POST', `/v1/nodes/${encodeURIComponent(node)}/stop`, options);
  }

  start(node: string): Promise<NodeView> {
    return this.call(answers.node, 'POST', `/v1/nodes/${encodeURIComponent(node)}/start`);
  }

  async rules(): Promise<Awaited<Answer<'rules'>>['rules']> {
    return (await this.call(answers.rules, 'GET', '/v1/rules')).rules;
  }

  /** Have a rule decide about envelopes that orderers admit. Answers its name. */
  async addRule(rule: Requests['rule']): Promise<string> {
    return (await this.call(answers.rule, 'POST', '/v1/rules', rule)).id;
  }

  /** Take one rule away, or all; what waits because of them still waits. */
  async removeRules(id?: string): Promise<void> {
    const one = id === undefined ? '' : `/${encodeURIComponent(id)}`;
    await this.call(answers.nothing, 'DELETE', `/v1/rules${one}`);
  }

  /** What was decided for envelopes while there were rules. */
  envelopes(filter: Requests['envelopes'] = {}): Answer<'envelopes'> {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(filter))
      if (value !== undefined) query.append(name, value);
    return this.call(answers.envelopes, 'GET', `/v1/envelopes?${query.toString()}`);
  }

  /** Let envelopes go on that wait: all, of a channel, or of these transactions in this order. */
  async release(
    filter: Requests['release'] = {},
  ): Promise<Awaited<Answer<'released'>>['released']> {
    return (await this.call(answers.released, 'POST', '/v1/envelopes/release', filter)).released;
  }

  async channels(): Promise<readonly ChannelView[]> {
    return (await this.call(answers.channels, 'GET', '/v1/channels')).channels;
  }

  /** Put what waits into blocks, or exactly these transactions, in this order, into one. Resolves when they are committed. */
  cut(channel: string, transactionIds?: readonly string[]): Promise<ChannelView> {
    return this.onChannel(channel, 'POST', 'cut', given(transactionIds));
  }

  /** When blocks are cut from now on. */
  setProduction(channel: string, production: Requests['production']): Promise<ChannelView> {
    return this.onChannel(channel, 'PUT', 'production', production);
  }

  /** Have no client told where transactions stand: all of a channel, or these. */
  holdStatus(channel: string, transactionIds?: readonly string[]): Promise<ChannelView> {
    return this.onChannel(channel, 'POST', 'status/hold', given(transactionIds));
  }

  releaseStatus(channel: string, transactionIds?: readonly string[]): Promise<ChannelView> {
    return this.onChannel(channel, 'POST', 'status/release', given(transactionIds));
  }

  /** Have the streams of a node's clients stand still, or those of all nodes: they send no block that is not there yet. */
  holdBlocks(channel: string, node?: string): Promise<ChannelView> {
    return this.onChannel(channel, 'POST', 'blocks/hold', node === undefined ? {} : { node });
  }

  releaseBlocks(channel: string, node?: string): Promise<ChannelView> {
    return this.onChannel(channel, 'POST', 'blocks/release', node === undefined ? {} : { node });
  }

  clock(): Promise<ClockView> {
    return this.call(answers.clock, 'GET', '/v1/clock');
  }

  /** Move the clock forward by a duration such as `+6d`. */
  moveClock(by: string): Promise<ClockView> {
    return this.call(answers.clock, 'POST', '/v1/clock/move', { by });
  }

  /** Have the clock show a later instant, such as `2030-01-31T12:00:00Z`. */
  setClock(to: string): Promise<ClockView> {
    return this.call(answers.clock, 'POST', '/v1/clock/set', { to });
  }

  /** Stop the clock, now or at a later instant. */
  freezeClock(at?: string): Promise<ClockView> {
    return this.call(answers.clock, 'POST', '/v1/clock/freeze', at === undefined ? {} : { at });
  }

  resumeClock(): Promise<ClockView> {
    return this.call(answers.clock, 'POST', '/v1/clock/resume');
  }

  /** Remember the state of the whole network. Answers the snapshot's id. */
  async snapshot(): Promise<string> {
    return (await this.call(answers.snapshot, 'POST', '/v1/snapshots')).id;
  }

  async snapshots(): Promise<Awaited<Answer<'snapshots'>>['snapshots']> {
    return (await this.call(answers.snapshots, 'GET', '/v1/snapshots')).snapshots;
  }

  /** Set the whole network back to a snapshot. */
  async revert(id: string): Promise<void> {
    await this.call(answers.nothing, 'POST', `/v1/snapshots/${encodeURIComponent(id)}/revert`);
  }

  /** Have the network write all that it keeps into a file, by its absolute path. */
  dump(file: string): Answer<'state'> {
    return this.call(answers.state, 'POST', '/v1/dump', { file });
  }

  /** Have the network take what a dump holds in place of what it has. */
  load(file: string): Answer<'state'> {
    return this.call(answers.state, 'POST', '/v1/load', { file });
  }

  private onChannel(
    channel: string,
    method: Method,
    control: string,
    body: object,
  ): Promise<ChannelView> {
    const path = `/v1/channels/${encodeURIComponent(channel)}/${control}`;
    return this.call(answers.channel, method, path, body);
  }

  private async call<T>(
    answer: z.ZodType<T>,
    method: Method,
    path: string,
    body?: object,
  ): Promise<T> {
    const headers = { Authorization: `Bearer ${this.token}` };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const asked = exchange(`${this.url}${path}`, { method, headers, ...content });
    const { status, text } = await asked.catch((error: unknown) => {
      throw new Error(`nobody answers at ${this.url}: is the network up?`, { cause: error });
    });
    const json: unknown = JSON.parse(text);
    if (status < 200 || status >= 300) throw new ControlFailure(status, failure.parse(json));
    return answer.parse(json);
  }
}

const given = (transactionIds: readonly string[] | undefined): object =>
  transactionIds === undefined ? {} : { transactionIds };
