import {
  isMet,
  readSignaturePolicy,
} from '../../../../chaincode/contracts/test-support/ledger/signature-policy.js';
import { guardsOn } from '../cast.js';

const everybody = [...new Set(Object.values(guardsOn).flatMap((it) => Object.values(it)))];

/** Whether a key's policy asks for each of these organisations' peers, and for nobody else's; none has no policy. */
export function asksFor(policy: Uint8Array | undefined, guards: readonly string[]): boolean {
  if (policy === undefined) return guards.length === 0;
  const rule = readSignaturePolicy(policy);
  const without = (guard: string) => everybody.filter((msp) => msp !== guard);
  return isMet(rule, guards) && guards.every((guard) => !isMet(rule, without(guard)));
}

/** Whether nobody can change a key any more. */
export function isClosed(policy: Uint8Array | undefined): boolean {
  return policy !== undefined && !isMet(readSignaturePolicy(policy), everybody);
}
