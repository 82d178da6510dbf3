import { validationCode } from '@argosy/protocol/validation-code';

/** A write on its way to the ledger. `unknown` is a state of its own: the transaction was handed over and
 *  nobody can say yet whether it is on the ledger. Only the last three states are final. */
export const operationStates = [
  'received',
  'endorsed',
  'submitted',
  'unknown',
  'committed',
  'invalid',
  'refused',
] as const;
export type OperationState = (typeof operationStates)[number];

const finalStates: readonly OperationState[] = ['committed', 'invalid', 'refused'];

export function isFinal(state: OperationState): boolean {
  return finalStates.includes(state);
}

/** One operation as the database holds it. */
export interface Operation {
  readonly id: string;
  readonly channel: string;
  readonly person: string;
  readonly fingerprint: string;
  readonly ledgerRequestId: string;
  /** The chaincode's function: `credit:Issue`. */
  readonly function: string;
  /** What the document that it acts on is called. */
  readonly parts: readonly string[];
  readonly command: string;
  /** The version of the document that it is to act on, where it is for that one only. */
  readonly expectedVersion?: number;
  readonly httpRequestId: string;
  readonly state: OperationState;
  readonly attempts: number;
  readonly transactionId?: string;
  readonly envelope?: Uint8Array;
  readonly result?: string;
  readonly problem?: string;
  readonly block?: number;
  readonly validationCode?: number;
  readonly receivedAt: string;
  readonly endorsedAt?: string;
  readonly submittedAt?: string;
  readonly finishedAt?: string;
}

/** How often one operation is proposed when others change the same record first. Whatever it is, it may be: the request
 *  id on the ledger lets one request take effect once, and the new proposal is judged by the record as it then is. */
export const maximumAttempts = 3;

export const conflictCodes: readonly number[] = [
  validationCode.MVCC_READ_CONFLICT,
  validationCode.PHANTOM_READ_CONFLICT,
];

/** With these codes a new proposal may succeed. Beside conflicts that is a failed policy: who writes a key whose policy another
 *  transaction of the same block has set, fails by it and not as a conflict. */
export const proposedAgainCodes: readonly number[] = [
  ...conflictCodes,
  validationCode.ENDORSEMENT_POLICY_FAILURE,
];

/** Whether a validation code says that only the timing was wrong. */
export function isConflict(code: number): boolean {
  return conflictCodes.includes(code);
}
