import { createHash } from 'node:crypto';
import { LedgerError } from '@argosy/domain/errors';
import { contentText } from '@argosy/domain/register/content';
import { decisionDocument } from '@argosy/domain/register/decision';
import type { RegisterDecision } from '@argosy/domain/register/decision';
import { decodeRecord } from '@argosy/domain/shared/record-text';
import { ask, submit } from '@argosy/operator/fabric/transaction';
import type { Answer } from '@argosy/operator/fabric/transaction';
import { withMembers } from '@argosy/operator/members';
import type { Member } from '@argosy/operator/members';
import type { Network } from '@argosy/operator/network';
import { networkClock } from '@argosy/operator/network-clock';
import type { Channel } from '@argosy/operator/topology/schema';
import { foundingProposal, foundingReference } from './founding.js';

/** Found the register of a channel, unless that is done: an administrator of one voter proposes it, those of the others approve
 *  until it is adopted. Safe to repeat, also after a founding that did not come to its end. Answers whether there was anything
 *  to do. */
export async function foundRegister(
  { topology, engine, folder }: Network,
  channel: Channel,
): Promise<boolean> {
  const now = await networkClock(engine.controls);
  return withMembers({ topology, engine, folder, now }, async (members) => {
    const { of } = channel.endorsement;
    const voters = of.flatMap((msp) => members.find((member) => member.msp === msp) ?? []);
    const year = now().getUTCFullYear();
    return new Founding(channel, voters, year).complete();
  });
}

class Founding {
  constructor(
    private readonly channel: Channel,
    private readonly voters: readonly Member[],
    private readonly year: number,
  ) {}

  async complete(): Promise<boolean> {
    let decision = await this.#decision();
    if (decision?.status === 'adopted') return false;
    if (decision === undefined) decision = await this.#propose();
    for (const voter of this.voters) {
      if (decision.status !== 'proposed') break;
      const { sha256, approvals } = decision;
      if (approvals.some(({ msp }) => msp === voter.msp)) continue;
      await this.#submit(voter, 'Approve', { reference: foundingReference, sha256 });
      decision = await this.#standing();
    }
    if (decision.status === 'adopted') return true;
    throw new Error(`the register of ${this.channel.name} is not founded: ${decision.status}`);
  }

  async #propose(): Promise<RegisterDecision> {
    const proposal = foundingProposal(this.channel, this.year);
    const [proposer] = this.voters;
    if (proposer === undefined) throw new Error(`nobody decides on ${this.channel.name}`);
    await this.#submit(proposer, 'Propose', proposal);
    const decision = await this.#standing();
    const expected = createHash('sha256').update(contentText(proposal)).digest('hex');
    // The others approve what they have read themselves, not what a peer calls by this name.
    if (decision.sha256 === expected) return decision;
    throw new Error(`the decision ${foundingReference} on ${this.channel.name} is another one`);
  }

  async #standing(): Promise<RegisterDecision> {
    const decision = await this.#decision();
    if (decision !== undefined) return decision;
    throw new Error(`the decision ${foundingReference} is not on ${this.channel.name}`);
  }

  async #decision(): Promise<RegisterDecision | undefined> {
    const [voter] = this.voters;
    const [peer] = voter?.peers ?? [];
    if (voter === undefined || peer === undefined) return undefined;
    const call = this.#invocation('GetDecision', [foundingReference]);
    const answer = await ask(peer, voter.administrator, call);
    if (answer.status < 400) {
      return decodeRecord(decisionDocument, Buffer.from(answer.payload).toString('utf8'));
    }
    if (refusalOf(answer) === 'RECORD_NOT_FOUND') return undefined;
    throw new Error(`${peer.address.name} refused with ${answer.status}: ${answer.message}`);
  }

  async #submit(voter: Member, name: string, command: object): Promise<void> {
    const peers = this.voters.flatMap((it) => it.peers.slice(0, 1));
    const own = voter.peers.slice(0, 1);
    const others = peers.filter((peer) => !own.includes(peer));
    const requestId = createHash('sha256')
      .update(`${this.channel.name} ${name} ${voter.msp}`)
      .digest('hex');
    const call = this.#invocation(name, [JSON.stringify(command), requestId]);
    await submit([...own, ...others], voter.administrator, call);
  }

  #invocation(name: string, texts: readonly string[]) {
    const [chaincode = ''] = this.channel.chaincodes;
    return {
      channel: this.channel.name,
      chaincode,
      arguments: [`register:${name}`, ...texts].map((text) => Buffer.from(text)),
    };
  }
}

function refusalOf({ message }: Answer): string | undefined {
  return LedgerError.parse(message)?.code;
}
