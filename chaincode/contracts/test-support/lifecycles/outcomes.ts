import { LedgerError } from '@argosy/domain/errors';
import { functionName } from '@argosy/domain/possible-actions';
import { members } from '../../../domain/test-support/network.js';
import { staff } from '../identities.js';
import type { Signer } from '../identities.js';
import { registeredLedger } from '../networks.js';
import { plant } from '../planted.js';
import type { LifecycleCase } from './case.js';

/** One cell of the table: an act, by somebody, on the document in a status. */
export interface Cell {
  readonly action: string;
  readonly status: string;
  readonly part: string;
}

const none = '-';
const signers = new Map<string, Promise<Signer>>();

/** Every act × every status, and none × every part. */
export function cellsOf({ commands, statuses, people }: LifecycleCase): readonly Cell[] {
  return Object.keys(commands).flatMap((action) =>
    [none, ...statuses].flatMap((status) =>
      Object.keys(people).map((part) => ({ action, status, part })),
    ),
  );
}

/** What the hand-written list says of a cell: the status that follows, or the code of the refusal. */
export function expectedOf(lifecycle: LifecycleCase, { action, status, part }: Cell): string {
  const { allowed, people, hasLeft } = lifecycle;
  const ofAction = allowed.filter(([act]) => act === action);
  const rightful = ofAction.filter(([, , who]) => who === part);
  const outcome = rightful.find(([, from]) => from === status);
  if (outcome !== undefined) return outcome[3];
  const staffed = ofAction.some(([, , who]) =>
    isSameStaff(people[who]?.staff, people[part]?.staff),
  );
  if (!staffed) return 'ACCESS_ROLE_WRONG';
  const creates = ofAction.some(([, from]) => from === none);
  if (status === none && !creates) return 'RECORD_NOT_FOUND';
  if (rightful.length === 0 || hasLeft?.(status, part) === true) return 'ACTION_WRONG_PARTY';
  return creates ? 'RECORD_ALREADY_EXISTS' : 'ACTION_WRONG_STATUS';
}

/** What comes of a cell through the real router: the status that follows, or the code of the refusal. */
export async function outcomeOf(
  lifecycle: LifecycleCase,
  { action, status, part }: Cell,
): Promise<string> {
  const { channel, document, commands, people } = lifecycle;
  const ledger = registeredLedger(channel);
  lifecycle.beside(action, status).forEach((record) => {
    plant(ledger, record);
  });
  const record = status === none ? undefined : lifecycle.record(status, action);
  if (record !== undefined) plant(ledger, record);
  const person = people[part];
  if (person === undefined) throw new Error(`Nobody is ${part}`);
  const command = JSON.stringify(commands[action]);
  const seconds = lifecycle.seconds?.(action);
  const { message, payload, code } = await ledger.submit({
    by: await signer(members[person.member], person.staff),
    args: [functionName(document, action), command, 'c0'.repeat(32)],
    ...(seconds !== undefined && { seconds }),
  });
  if (code !== undefined) return code === 0 ? statusIn(payload) : `invalid ${String(code)}`;
  const refusal = LedgerError.parse(message);
  return refusal?.code ?? message;
}

/** Both officers and supervisors of a bank may take a bank's acts. */
function isSameStaff(one: string | undefined, other: string | undefined): boolean {
  const group = (role: string | undefined): string | undefined =>
    role === 'tradeSupervisor' ? 'tradeOfficer' : role;
  return group(one) === group(other);
}

function statusIn(payload: string): string {
  const { status } = JSON.parse(payload) as { readonly status: string };
  return status;
}

function signer(msp: string, role: string): Promise<Signer> {
  const known = signers.get(`${msp} ${role}`) ?? staff(msp, role);
  signers.set(`${msp} ${role}`, known);
  return known;
}
