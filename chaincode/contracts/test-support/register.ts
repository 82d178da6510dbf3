// First of all imports: it sets what Fabric's packages read when they are loaded.
import './quiet-fabric.js';
import { LedgerError } from '@argosy/domain/errors';
import type { DecisionCommand } from '@argosy/domain/register/commands';
import { contentText } from '@argosy/domain/register/content';
import { standingIn } from '@argosy/domain/register/roster';
import type { Roster } from '@argosy/domain/register/roster';
import type { Standing } from '@argosy/domain/register/standing';
import { members, votersOf } from '../../domain/test-support/network.js';
import type { Channel } from '../../domain/test-support/network.js';
import { theFounding } from '../../domain/test-support/register.js';
import { staff } from './identities.js';
import type { Ledger, Submission } from './ledger/ledger.js';
import { emptyLedger } from './networks.js';
import { sha256 } from './planted.js';

/** What the register answers. */
export type Said = Readonly<Record<string, unknown>>;

let requests = 0;

/** A call of a member's administrator, to be sent. */
export async function proposalOf(msp: string, name: string, ...args: readonly string[]) {
  return { by: await staff(msp, 'administrator'), args: [`register:${name}`, ...args] };
}

/** Calls a function that takes a command, under a request id of its own. */
export async function call(ledger: Ledger, msp: string, name: string, command: object) {
  requests += 1;
  const requestId = requests.toString(16).padStart(64, '0');
  return ledger.submit(await proposalOf(msp, name, JSON.stringify(command), requestId));
}

/** What a function answers that only reads: a record, or the refusal. */
export async function read(
  ledger: Ledger,
  name: string,
  ...parts: readonly string[]
): Promise<Said> {
  const { message, payload } = await ledger.endorse(
    await proposalOf(members.auditor, name, ...parts),
  );
  return JSON.parse(payload === '' ? message : payload) as Said;
}

/** A member's standing in the roster of a channel. */
export async function standingOn(ledger: Ledger, msp: string): Promise<Standing | undefined> {
  const roster = (await read(ledger, 'GetRoster')) as unknown as Roster;
  return standingIn(roster, msp);
}

/** The code of a refusal, if it was one. */
export function refusalIn({ message }: Submission): string | undefined {
  return LedgerError.parse(message)?.code;
}

/** The status of the record that an act answered, or its refusal. */
export function statusIn({ payload, message }: Submission): unknown {
  return payload === '' ? message : (JSON.parse(payload) as Said)['status'];
}

/** The command that approves a proposal. */
export function approvalOf(proposal: DecisionCommand<'propose'>) {
  return { reference: proposal.reference, sha256: sha256(contentText(proposal)) };
}

/** Proposed by the first voter, and approved by the others until it is adopted. */
export async function decide(
  ledger: Ledger,
  channel: Channel,
  proposal: DecisionCommand<'propose'>,
) {
  const [first = '', ...others] = votersOf[channel];
  let last = await call(ledger, first, 'Propose', proposal);
  for (const msp of others) {
    if (statusIn(last) === 'proposed') {
      last = await call(ledger, msp, 'Approve', approvalOf(proposal));
    }
  }
  return last;
}

/** A channel whose register is there by its voters' own votes. */
export async function founded(channel: Channel): Promise<Ledger> {
  const ledger = emptyLedger(channel);
  const { code, message } = await decide(ledger, channel, theFounding(channel));
  if (code !== 0) throw new Error(`Not founded: ${message}`);
  return ledger;
}
