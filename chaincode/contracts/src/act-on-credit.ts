import { decodeCreditRequest } from '@argosy/domain/credit/commands';
import { encodeCredit } from '@argosy/domain/credit/credit';
import { decideCredit } from '@argosy/domain/credit/decide';
import type { CreditAction } from '@argosy/domain/credit/steps';
import type { TradeContext } from './trade-context.js';

interface Wire {
  readonly command: string;
  readonly requestId: string;
}

/**
 * Read, decide, write, announce: the same for every action on a credit. Returns the record as
 * written, in its canonical form. Refuses: what decoding, the request's record and the rules refuse.
 */
export async function actOnCredit(
  ctx: TradeContext,
  action: CreditAction,
  { command, requestId }: Wire,
): Promise<string> {
  const { call, credits } = ctx;
  const request = decodeCreditRequest(action, command);
  await ctx.requests.record({ msp: call.caller.msp, requestId, content: { ...request } });
  const existing = await credits.find(request.command.reference);
  const { credit, change } = decideCredit(existing, request, call);
  await credits.put(credit);
  ctx.announce(change);
  return encodeCredit(credit);
}
