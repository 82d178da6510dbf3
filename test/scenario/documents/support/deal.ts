import type { Possession } from '@argosy/domain/bill/possession';
import type { Act, Done } from './act.js';
import { dealActs } from './acts.js';
import type { ActName } from './acts.js';
import { requestId } from './outcome.js';
import type { Acting, ChannelName, Clients } from './clients.js';
import type { CallOptions, Outcome } from './outcome.js';
import { succeeded } from './founding.js';
import { namesOf } from './particulars.js';
import type { DealNames } from './particulars.js';
import { staff } from './people.js';
import type { StaffName } from './people.js';
import { said } from './said.js';

/** A deal on the network, which takes its acts and remembers what came of them. */
export class Deal {
  readonly names: DealNames;
  readonly acts: Readonly<Record<ActName, Act>>;
  readonly #clients: Clients;
  readonly #done = new Map<string, Outcome>();
  readonly #requestIds = new Map<ActName, string>();

  constructor(clients: Clients, deal: string) {
    this.#clients = clients;
    this.names = namesOf(deal);
    this.acts = dealActs(deal);
  }

  /** Take acts, each of which has to succeed, with the confidential terms that it needs; answers the last. */
  async take(...names: readonly [ActName, ...ActName[]]): Promise<Outcome> {
    const [first, ...others] = names;
    let last = await this.#take(first);
    for (const name of others) last = await this.#take(name);
    return last;
  }

  /** The acts in their order, up to one of them. */
  async takeUntil(last: ActName): Promise<Outcome> {
    const names = actNames(this.acts);
    const [first = last, ...others] = names.slice(0, names.indexOf(last) + 1);
    return this.take(first, ...others);
  }

  /** What else may happen in a deal: somebody's act, which has to succeed. Answers what the document is then. */
  async does(by: StaffName, channel: ChannelName, name: string, command: object): Promise<unknown> {
    return succeeded(await this.as(by).submit(channel, name, command)).status;
  }

  /** What somebody is told who tries an act. */
  async isTold(by: StaffName, channel: ChannelName, name: string, command: object) {
    return said(await this.as(by).endorse(channel, name, command));
  }

  /** The issuing bank's notice of refusal, with what becomes of the documents. */
  refusal(disposition: 'notify' | 'return') {
    const discrepancies = [{ text: 'Invoice not signed' }];
    return { presentation: this.names.presentation, discrepancies, disposition };
  }

  /** Who has had the bill of lading, the last of them now. */
  async possessors(): Promise<readonly string[]> {
    const { carrierCode, reference } = this.names.bill;
    const { text = '[]' } = await this.as('amara').read(
      'trade',
      'possession:GetChain',
      carrierCode,
      reference,
    );
    const chain = JSON.parse(text) as readonly Pick<Possession, 'possessor'>[];
    return chain.map(({ possessor }) => possessor.msp);
  }

  /** What the command of an act says at this moment. */
  commandOf(name: ActName): object {
    return this.acts[name].command(this.#outcomeOf);
  }

  /** Put the confidential terms that an act names where they belong. */
  async keepSecret(name: ActName): Promise<void> {
    const { by, channel, secret } = this.acts[name];
    if (secret === undefined) return;
    const { collection, terms } = secret;
    const command = { collection, sha256: terms.sha256 };
    const options: CallOptions = { transient: { confidential: terms.text } };
    succeeded(await this.as(by).submit(channel, 'confidential:Record', command, options));
  }

  /** Under which id an act is taken, also when it is sent again. */
  requestIdOf(name: ActName): string {
    const id = this.#requestIds.get(name) ?? requestId();
    this.#requestIds.set(name, id);
    return id;
  }

  as(name: StaffName): Acting {
    return this.#clients.as(staff[name]);
  }

  async #take(name: ActName): Promise<Outcome> {
    await this.keepSecret(name);
    const { by, channel, name: called } = this.acts[name];
    const command = this.commandOf(name);
    const options = { requestId: this.requestIdOf(name) };
    const outcome = await this.as(by).submit(channel, called, command, options);
    this.#done.set(name, outcome);
    if (outcome.code === 0) return outcome;
    throw new Error(`${called} by ${by}: ${JSON.stringify(outcome)}`);
  }

  readonly #outcomeOf: Done = (name) => {
    const outcome = this.#done.get(name);
    if (outcome === undefined) throw new Error(`${name} was not taken`);
    return outcome;
  };
}

/** From the application to the presentation, as far as that is on `trade`. */
export const untilPresented = [
  'apply',
  'issue',
  'advise',
  'acknowledge',
  'issueBill',
  'lodge',
  'complete',
] as const;

/** The names of acts in their order. */
export function actNames(acts: Readonly<Record<ActName, Act>>): readonly ActName[] {
  return Object.keys(acts) as ActName[];
}
