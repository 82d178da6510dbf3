import { createHash } from 'node:crypto';
import type { DecisionCommand } from '@argosy/domain/register/commands';
import { contentText } from '@argosy/domain/register/content';
import { decisionDocument } from '@argosy/domain/register/decision';
import type { RegisterDecision } from '@argosy/domain/register/decision';
import { rosterDocument } from '@argosy/domain/register/roster';
import type { Roster } from '@argosy/domain/register/roster';
import { canonicalJson } from '@argosy/domain/shared/canonical-json';
import type { Member } from '@argosy/operator/members';
import type { Channel } from '@argosy/operator/topology/schema';
import { foundingProposal, foundingReference } from './founding.js';
import { RegisterClient } from './register-client.js';

/** Where a decision was taken that other channels follow. */
export type Source = NonNullable<DecisionCommand<'propose'>['source']>;

type Wanted = {
  readonly channel: Channel;
  /** Those who decide and have a peer, in the order of the description. */
  readonly voters: readonly Member[];
  /** The first with calendars. */
  readonly year: number;
  /** What this founding follows, if anything. */
  readonly source: Source | undefined;
};

/** The founding of the register of one channel: an administrator of one voter proposes it, those of the others approve. */
export class ChannelFounding {
  readonly #wanted: Wanted;
  readonly #register: RegisterClient;

  constructor(wanted: Wanted) {
    this.#wanted = wanted;
    this.#register = new RegisterClient(wanted.channel, wanted.voters);
  }

  /** Bring it to its end. Answers what other channels may follow, and whether there was anything to do. */
  async complete(): Promise<{ readonly source: Source; readonly isNew: boolean }> {
    const { channel } = this.#wanted;
    const standing = await this.#decision();
    const proposed = standing ?? (await this.#propose());
    const decision = proposed.status === 'proposed' ? await this.#approve(proposed) : proposed;
    if (decision.status !== 'adopted')
      throw new Error(`the register of ${channel.name} is not founded: ${decision.status}`);
    this.#requireFounder(decision, await this.#roster());
    const { sha256, approvals } = decision;
    // The approval that completed the number adopted it.
    const { transactionId } = approvals.at(-1) ?? { transactionId: '' };
    const source = { channel: channel.name, decision: foundingReference, transactionId, sha256 };
    return { source, isNew: standing?.status !== 'adopted' };
  }

  async #propose(): Promise<RegisterDecision> {
    const { voters, channel } = this.#wanted;
    const roster = await this.#roster();
    if (roster !== undefined) throw this.#foundedByAnother(roster);
    const [proposer] = voters;
    if (proposer === undefined) throw new Error(`nobody decides on ${channel.name}`);
    await this.#register.submit(proposer, 'Propose', this.#proposal(this.#wanted.year));
    return this.#present();
  }

  async #approve(decision: RegisterDecision): Promise<RegisterDecision> {
    this.#requireOwn(decision);
    const { sha256, approvals, required } = decision;
    const approvers = this.#wanted.voters
      .filter(({ msp }) => !approvals.some((it) => it.msp === msp))
      .slice(0, required - approvals.length);
    for (const voter of approvers) {
      await this.#register.submit(voter, 'Approve', { reference: foundingReference, sha256 });
    }
    return this.#present();
  }

  #proposal(year: number): DecisionCommand<'propose'> {
    const { channel, source } = this.#wanted;
    const proposal = foundingProposal(channel, year);
    return source === undefined ? proposal : { ...proposal, source };
  }

  /** Nobody approves what a peer calls by this name, but what they would have proposed themselves in the year when it was. */
  #requireOwn(decision: RegisterDecision): void {
    const years = decision.entries.flatMap((it) =>
      it.kind === 'calendar' ? [it.calendar.year] : [],
    );
    const proposal = this.#proposal(Math.min(...years));
    const expected = createHash('sha256').update(contentText(proposal)).digest('hex');
    if (decision.sha256 === expected) return;
    const { name } = this.#wanted.channel;
    throw new Error(
      `the decision ${foundingReference} on ${name}, proposed by ${decision.proposer}, is not the one that this network is founded by: ${tryAgain}`,
    );
  }

  /** What stands has to have been founded by this decision, with the voters of the description. */
  #requireFounder(decision: RegisterDecision, standing: Roster | undefined): void {
    const { channel, year, source } = this.#wanted;
    if (standing === undefined) throw new Error(`${channel.name} has no roster`);
    const { constitution: expected } = foundingProposal(channel, year);
    const isOwn =
      standing.founding.decision === foundingReference &&
      standing.founding.sha256 === decision.sha256 &&
      standing.required === expected?.required &&
      standing.voters.join() === expected.voters.join();
    if (!isOwn) throw this.#foundedByAnother(standing);
    const said = decision.source;
    if (said === undefined) return;
    if (source !== undefined && canonicalJson(said) === canonicalJson(source)) return;
    throw new Error(
      `the register of ${channel.name} says that it follows ${said.decision} on ${said.channel} (${said.transactionId}), and that is not what was decided there: ${tryAgain}`,
    );
  }

  #foundedByAnother({ voters, required, founding }: Roster): Error {
    return new Error(
      `the register of ${this.#wanted.channel.name} was founded by another decision than this network's: by ${founding.decision} (${founding.sha256}), where ${required} of ${voters.join(', ')} decide. Members that it names may not be who they seem: ${tryAgain}`,
    );
  }

  async #present(): Promise<RegisterDecision> {
    const decision = await this.#decision();
    if (decision !== undefined) return decision;
    throw new Error(`the decision ${foundingReference} is not on ${this.#wanted.channel.name}`);
  }

  #decision(): Promise<RegisterDecision | undefined> {
    return this.#register.read(decisionDocument, 'GetDecision', [foundingReference]);
  }

  #roster(): Promise<Roster | undefined> {
    return this.#register.read(rosterDocument, 'GetRoster', []);
  }
}

const tryAgain =
  'move the run folder away to begin with a new network, or find out who founded it.';
