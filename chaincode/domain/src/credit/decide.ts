import { LedgerError } from '../errors.js';
import { apply } from './apply.js';
import type { CreditCommand, CreditRequest } from './commands.js';
import type { Credit } from './credit.js';
import { present } from './present.js';
import { decision, refuseExpired, takeStep } from './take-step.js';
import type { Call, Decision } from './take-step.js';

export type { Call, Decision } from './take-step.js';

/**
 * What a request comes to, given the record there is. Pure: the same arguments give the same
 * decision on every peer. Refuses: CREDIT_NOT_FOUND, and what the action itself refuses.
 */
export function decideCredit(
  existing: Credit | undefined,
  request: CreditRequest,
  call: Call,
): Decision {
  if (request.action === 'apply') return apply(existing, request.command, call);
  if (existing === undefined) {
    throw LedgerError.of('CREDIT_NOT_FOUND', { reference: request.command.reference });
  }
  switch (request.action) {
    case 'issue':
    case 'advise':
      return undertake(request.action, existing, call);
    case 'present':
      return present(existing, request.command, call);
    case 'honour':
      return honour(existing, call);
    case 'settle':
      return settle(existing, request.command, call);
  }
}

/**
 * Issue or advise: neither makes sense once the credit has expired (UCP 600 arts 7, 9).
 * Refuses: CREDIT_WRONG_ROLE, CREDIT_WRONG_STATUS, TIME_BEFORE_RECORD, CREDIT_EXPIRED.
 */
function undertake(action: 'issue' | 'advise', credit: Credit, call: Call): Decision {
  const next = takeStep(action, credit, call);
  refuseExpired(action, { terms: credit.terms, time: call.time });
  return decision(action, next);
}

/** Honour a complying presentation (UCP 600 arts 7, 15), also after expiry if it came in time. */
function honour(credit: Credit, call: Call): Decision {
  return decision('honour', takeStep('honour', credit, call));
}

/** Record the payment of exactly the amount presented, under the reference of the payment. */
function settle(
  credit: Credit,
  { paymentReference }: CreditCommand<'settle'>,
  call: Call,
): Decision {
  const next = takeStep('settle', credit, call);
  return decision('settle', { ...next, settlement: { paymentReference, settledAt: call.time } });
}
