// First of all imports: it sets what Fabric's packages read when they are loaded.
import './quiet-fabric.js';
import { functionName } from '@argosy/domain/possible-actions';
import type { LedgerRecord } from '@argosy/domain/shared/document';
import { anIssue, billName, holders } from '../../domain/test-support/bills.js';
import { members } from '../../domain/test-support/network.js';
import { staff } from './identities.js';
import type { Ledger, Submission } from './ledger/ledger.js';
import type { Proposal } from './ledger/proposal.js';
import { registeredLedger } from './networks.js';
import { plant } from './planted.js';

const roles = {
  carrier: 'carrierOfficer',
  beneficiary: 'trader',
  issuingBank: 'tradeOfficer',
  advisingBank: 'tradeSupervisor',
  applicant: 'trader',
} as const;

export type Who = keyof typeof roles;

/** An act on a bill or its possession, with its command but for the bill's name. */
export type Act = readonly [document: 'bill' | 'possession', action: string, command: object];

export const issue = (change: object = {}): Act => ['bill', 'issue', anIssue(change)];
export const possess = (action: string, command: object = {}): Act => [
  'possession',
  action,
  command,
];
export const transferTo = (who: Who): Act => possess('transfer', { to: holders[who] });

/** The channel of the bills, with what is on it. */
export function ledgerWith(records: readonly LedgerRecord[] = []): Ledger {
  const ledger = registeredLedger('trade');
  records.forEach((record) => {
    plant(ledger, record);
  });
  return ledger;
}

/** An act by a member's staff, signed by all peers unless told. */
export async function submit(
  ledger: Ledger,
  by: Who,
  act: Act,
  how: Pick<Proposal, 'endorsedBy'> = {},
): Promise<Submission> {
  return ledger.submit({ ...(await proposalOf(by, act)), ...how });
}

/** What the applicant's staff reads of the bill's possessions. */
export async function readPossession(ledger: Ledger, name: 'Get' | 'GetChain'): Promise<unknown> {
  const by = await staff(members.applicant, 'trader');
  const args = [`possession:${name}`, billName.carrierCode, billName.reference];
  const { payload, message } = await ledger.endorse({ by, args });
  if (payload === '') throw new Error(message);
  return JSON.parse(payload);
}

let requests = 0;

/** An act as a member's staff asks for it. */
export async function proposalOf(by: Who, [document, action, command]: Act): Promise<Proposal> {
  requests += 1;
  const requestId = requests.toString(16).padStart(64, '0');
  const text = JSON.stringify({ ...billName, ...command });
  const args = [functionName(document, action), text, requestId];
  return { by: await staff(members[by], roles[by]), args };
}
