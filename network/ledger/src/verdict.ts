import type { Identity } from '@argosy/protocol/msp';
import type { PolicyResult } from '@argosy/protocol/policy';
import { validationCode } from '@argosy/protocol/validation-code';
import type { ValidationCodeName } from '@argosy/protocol/validation-code';
import type { Version } from './version.js';

/** What validation says of a transaction: Fabric's code and, for a person, why. */
export interface Verdict {
  readonly code: number;
  /** A sentence for a person; empty for a valid transaction. */
  readonly reason: string;
  /** The same as data: what exactly was found wrong. */
  readonly finding?: Finding;
  /** The policies that the endorsements were judged by, in the order in which they were asked. */
  readonly evaluations?: readonly PolicyEvaluation[];
}

/** What was found wrong, as data. */
export interface Finding {
  readonly namespace?: string;
  readonly collection?: string;
  /** A public key, or the hex hash of a private one. */
  readonly key?: string;
  /** The version that the transaction read (undefined: it saw no such key), and the one that stands there now. */
  readonly read?: Version | undefined;
  readonly found?: Version | undefined;
  /** Where another transaction is the cause: one of the same block, or the one that has the id already. */
  readonly other?: { readonly block: bigint; readonly index: number };
}

/** Whose policy was asked: the chaincode's, a collection's, or a key's own. */
export interface PolicyScope {
  readonly of: 'chaincode' | 'collection' | 'key';
  readonly namespace: string;
  readonly collection?: string;
  readonly key?: string;
}

/** A policy that endorsements were judged by, and the outcome. */
export interface PolicyEvaluation extends PolicyScope {
  /** Bytes of `protos.ApplicationPolicy`, or for a key of `common.SignaturePolicyEnvelope`. */
  readonly policy: Uint8Array;
  readonly result: PolicyResult;
  /** The endorsers whose signatures hold, in their order. */
  readonly signers: readonly Identity[];
}

export const VALID: Verdict = { code: validationCode.VALID, reason: '' };

export const invalid = (code: ValidationCodeName, reason: string, finding?: Finding): Verdict => ({
  code: validationCode[code],
  reason,
  ...(finding && { finding }),
});

/** A block that must not be committed: it does not continue the chain, or a peer would halt at it. */
export class BlockRejected extends Error {
  override readonly name = 'BlockRejected';
}
