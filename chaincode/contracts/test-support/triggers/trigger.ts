import { LedgerError } from '@argosy/domain/errors';
import { functionName } from '@argosy/domain/possible-actions';
import type { LedgerRecord } from '@argosy/domain/shared/document';
import type { StaffRole } from '@argosy/domain/shared/staff-roles';
import { members } from '../../../domain/test-support/network.js';
import type { Channel } from '../../../domain/test-support/network.js';
import { staff } from '../identities.js';
import type { Signer } from '../identities.js';
import type { Ledger } from '../ledger/ledger.js';
import { emptyLedger, registeredLedger } from '../networks.js';
import { keyOf, plant } from '../planted.js';

// What the triggers answer has to have a name near them, or the compiler finds none for it.
export type { LedgerError };

/** A call that is to be refused, and what is on the ledger when it comes. */
export interface RefusedCall {
  readonly channel?: Channel;
  readonly by: Signer;
  readonly args: readonly string[];
  readonly records?: readonly LedgerRecord[];
  readonly time?: string;
  readonly transient?: Readonly<Record<string, string>>;
  /** Whether the channel has its register already; it has unless told. */
  readonly isFounded?: boolean;
  /** Whatever else has to be so before. */
  readonly prepare?: (ledger: Ledger) => void;
}

export const requestId = '07'.repeat(32);

/** A member's staff, by the member's part in the deals of the tests. */
export function by(member: keyof typeof members, role: StaffRole): Promise<Signer> {
  return staff(members[member], role);
}

/** An act on a document with its command. */
export function act(document: string, action: string, command: unknown): readonly string[] {
  const text = typeof command === 'string' ? command : JSON.stringify(command);
  return [functionName(document, action), text, requestId];
}

/** The refusal of a call; that nothing of what is on the ledger was to change, and nothing was announced, is seen to. */
export async function refusalOfCall(call: RefusedCall): Promise<LedgerError> {
  const { channel = 'trade', records = [], time, transient, prepare, isFounded = true } = call;
  const ledger = isFounded ? registeredLedger(channel) : emptyLedger(channel);
  records.forEach((record) => {
    plant(ledger, record);
  });
  prepare?.(ledger);
  const { status, message, writes, events } = await ledger.endorse({
    by: call.by,
    args: call.args,
    ...(time !== undefined && { seconds: Date.parse(time) / 1000 }),
    ...(transient !== undefined && { transient }),
  });
  const keys = new Set(records.map(keyOf));
  const touched = writes.filter(({ key }) => keys.has(key)).length;
  // Exactly our JSON: nothing before it, nothing after.
  const refusal = LedgerError.parse(message);
  if (status !== 500 || refusal?.message !== message || touched > 0 || events.length > 0) {
    throw new Error(`Not a refusal with a code alone: ${String(status)} ${message}`);
  }
  return refusal;
}
