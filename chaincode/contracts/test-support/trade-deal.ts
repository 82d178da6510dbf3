// First of all imports: it sets what Fabric's packages read when they are loaded.
import './quiet-fabric.js';
import { LedgerError } from '@argosy/domain/errors';
import type { LedgerEvent } from '@argosy/domain/events';
import type { Possession } from '@argosy/domain/bill/possession';
import { billName } from '../../domain/test-support/bills.js';
import { members } from '../../domain/test-support/network.js';
import type { Channel } from '../../domain/test-support/network.js';
import { aCalendarRecord } from '../../domain/test-support/register.js';
import { staff } from './identities.js';
import type { Signer } from './identities.js';
import type { Ledger, Submission } from './ledger/ledger.js';
import { registeredLedger } from './networks.js';
import { plant } from './planted.js';

type Part = keyof typeof members;

/** One act of a deal: by whom, which function, with which command, and when. */
export interface Act {
  readonly by: Part;
  readonly name: string;
  readonly command: object;
  readonly time: string;
}

const staffRoles: Partial<Record<Part, string>> = {
  carrier: 'carrierOfficer',
  issuingBank: 'tradeOfficer',
  advisingBank: 'tradeOfficer',
  exportControl: 'licensingOfficer',
  departingPort: 'portOfficer',
  arrivalPort: 'portOfficer',
  customs: 'customsOfficer',
};
const signers = new Map<Part, Promise<Signer>>();

/** A channel with its register, on which deals are made by their acts alone; the trade channel unless told. */
export class TradeDeal {
  readonly ledger: Ledger;
  #requests = 0;

  constructor(channel: Channel = 'trade') {
    this.ledger = registeredLedger(channel);
    plant(this.ledger, aCalendarRecord());
  }

  /** Takes acts one after the other, each of which has to succeed; answers the last. */
  async take(...acts: readonly [Act, ...Act[]]): Promise<Submission> {
    const [first, ...others] = acts;
    let last = await this.#succeed(first);
    for (const act of others) last = await this.#succeed(act);
    return last;
  }

  /** Takes an act; `endorsedBy` are the peers that sign, all unless told. */
  async act(act: Act, endorsedBy?: readonly string[]): Promise<Submission> {
    const signed = endorsedBy === undefined ? {} : { endorsedBy };
    return this.ledger.submit({ ...(await this.proposal(act)), ...signed });
  }

  async proposal({ by, name, command, time }: Act) {
    this.#requests += 1;
    const requestId = this.#requests.toString(16).padStart(64, '0');
    return {
      by: await signerOf(by),
      args: [name, JSON.stringify(command), requestId],
      seconds: Date.parse(time) / 1000,
    };
  }

  /** How the bill of the tests is held, and by whom. */
  async possession(): Promise<Pick<Possession, 'status' | 'number'> & { readonly msp: string }> {
    const args = ['possession:GetChain', billName.carrierCode, billName.reference];
    const { payload } = await this.ledger.endorse({ by: await signerOf('carrier'), args });
    const head = (JSON.parse(payload) as Possession[]).at(-1);
    if (head === undefined) throw new Error('Nobody has the bill');
    return { number: head.number, status: head.status, msp: head.possessor.msp };
  }

  async #succeed(act: Act): Promise<Submission> {
    const submission = await this.act(act);
    if (submission.code !== 0) throw new Error(`${act.name} by ${act.by}: ${submission.message}`);
    return submission;
  }
}

/** The code of the refusal of an act; of one that was not refused, what became of it in its block. */
export function refusalOrCode({ message, code }: Submission): string | number | undefined {
  return LedgerError.parse(message)?.code ?? code;
}

/** The changes that an act announced. */
export function announced({ events }: Submission): readonly string[] {
  return events.flatMap(([, payload]) =>
    (JSON.parse(payload) as LedgerEvent).changes.map(({ type }) => type),
  );
}

/** The record that an act answered. */
export function answered({ payload }: Submission): Readonly<Record<string, unknown>> {
  return JSON.parse(payload) as Readonly<Record<string, unknown>>;
}

function signerOf(part: Part): Promise<Signer> {
  const signer = signers.get(part) ?? staff(members[part], staffRoles[part] ?? 'trader');
  signers.set(part, signer);
  return signer;
}
