import type { Execution } from '../../../chaincode/contracts/test-support/ledger/execution.js';
import type { Chaincode } from '../../../chaincode/contracts/src/fabric-chaincode.js';
import type { effectiveTerms } from '@argosy/domain/credit/effective-terms';
import type { StaffRole } from '@argosy/domain/shared/staff-roles';

/** Whoever signs a command: a member's staff. */
export interface Person {
  readonly msp: string;
  readonly role: StaffRole;
}

/** One command as its client sends it, with everything that its effect depends on: it can be sent again in another run. */
export interface Sent {
  /** contract:Function */
  readonly name: string;
  readonly by: Person;
  readonly command: object;
  readonly requestId: string;
  readonly txId: string;
  /** The time that the client claims: seconds after 1970. */
  readonly seconds: number;
  /** The organisation whose peer does not sign, although it has one. */
  readonly unsignedBy?: string;
  /** For how many blocks the endorsed transaction is on its way. */
  readonly delay: number;
}

/** What became of a command. */
export interface Outcome {
  readonly sent: Sent;
  readonly execution: Execution;
  /** The validation code; undefined where the command was refused, or is on its way still. */
  readonly code?: number;
  /** The code of the refusal, where it was one. */
  readonly refusal?: string;
}

/** What is being tested: the contracts, or contracts with something wrong planted in them. */
export interface Subject {
  readonly chaincode: Chaincode;
  readonly effectiveTerms: typeof effectiveTerms;
}

/** Whether a command took effect. */
export function tookEffect({ code }: Outcome): boolean {
  return code === 0;
}
