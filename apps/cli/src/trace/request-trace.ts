import type { NetworkDescription } from '@argosy/operator/description';
import type { TracedOperation } from './gateway-operations.js';
import type { TracedTransaction } from './network-transaction.js';
import { stepsBeforeTheLedger } from './steps-before-ledger.js';
import { stepsOfTheLedger } from './steps-of-ledger.js';
import { stepsNotBuilt } from './steps-not-built.js';
import type { TraceStep } from './trace-step.js';

/** All that is known of one request. */
export type KnownRequest = {
  /** What the gateway knows; or why it knows nothing. */
  readonly request: TracedOperation | { readonly unknown: string };
  /** What the ledger knows; nothing where no transaction of it is there. */
  readonly transaction: TracedTransaction | undefined;
  readonly chaincodes: NetworkDescription['chaincodes'];
};

/** The technical path of one request. */
export type RequestTrace = Omit<KnownRequest, 'chaincodes'> & {
  readonly steps: readonly TraceStep[];
};

/** Tell, step by step, what happened to a request, and how that is known. */
export function requestTrace(known: KnownRequest): RequestTrace {
  const { request, transaction } = known;
  const steps = [...stepsBeforeTheLedger(known), ...stepsOfTheLedger(known), ...stepsNotBuilt];
  return { request, transaction, steps };
}
