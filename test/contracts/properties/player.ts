import { LedgerError } from '@argosy/domain/errors';
import { aCalendarRecord, rosterOf } from '../../../chaincode/domain/test-support/register.js';
import {
  originOn,
  registeredMembers,
  votersOf,
} from '../../../chaincode/domain/test-support/network.js';
import { Ledger } from '../../../chaincode/contracts/test-support/ledger/ledger.js';
import { channels } from '../../../chaincode/contracts/test-support/networks.js';
import { plant } from '../../../chaincode/contracts/test-support/planted.js';
import { guardsOn, signerOf } from './cast.js';
import type { Channel } from './cast.js';
import type { Outcome, Sent, Subject } from './sequence.js';

/** Carries out commands on a channel in memory, block by block. */
export class Player {
  readonly ledger: Ledger;
  /** Endorsed, and not in a block yet. */
  #late: { readonly outcome: Outcome; readonly due: number }[] = [];

  constructor(
    readonly channel: Channel,
    { chaincode }: Pick<Subject, 'chaincode'>,
  ) {
    this.ledger = new Ledger(channels[channel], chaincode);
    const guards = [...votersOf[channel]].sort();
    const origin = originOn(channel);
    plant(this.ledger, rosterOf(channel));
    registeredMembers(channel).forEach((member) => plant(this.ledger, member));
    for (const place of ['PTLIS', 'CNCAN'])
      for (const year of [2026, 2027])
        plant(this.ledger, aCalendarRecord({ guards, origin, place, year, holidays: [] }));
  }

  /** Has all commands endorsed on the ledger as it is, and commits what is there in one block. */
  async block(commands: readonly Sent[]): Promise<readonly Outcome[]> {
    const asked: Outcome[] = [];
    for (const sent of commands) asked.push(await this.#endorse(sent));
    const endorsed = asked.filter(({ refusal }) => refusal === undefined);
    const refused = asked.filter(({ refusal }) => refusal !== undefined);
    const now = this.ledger.height;
    const arriving = [
      ...this.#late.filter(({ due }) => due <= now).map(({ outcome }) => outcome),
      ...endorsed.filter(({ sent }) => sent.delay === 0),
    ];
    this.#late = [
      ...this.#late.filter(({ due }) => due > now),
      ...endorsed
        .filter(({ sent }) => sent.delay > 0)
        .map((outcome) => ({ outcome, due: now + outcome.sent.delay })),
    ];
    const codes = this.ledger.commit(arriving.map(({ execution }) => execution));
    const committed = arriving.map((outcome, index) => ({ ...outcome, code: codes[index] ?? -1 }));
    return [...refused, ...committed];
  }

  async #endorse(sent: Sent): Promise<Outcome> {
    const { by, name, command, requestId, txId, seconds, unsignedBy } = sent;
    const peers = [...new Set(Object.values(guardsOn[this.channel]))];
    const execution = await this.ledger.endorse({
      by: await signerOf(by),
      args: [name, JSON.stringify(command), requestId],
      txId,
      seconds,
      endorsedBy: peers.filter((msp) => msp !== unsignedBy),
    });
    if (execution.status < 400) return { sent, execution };
    const { message } = execution;
    return { sent, execution, refusal: LedgerError.parse(message)?.code ?? message };
  }
}
