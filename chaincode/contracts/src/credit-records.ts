import { decodeCredit, encodeCredit } from '@argosy/domain/credit/credit';
import type { Credit } from '@argosy/domain/credit/credit';
import { LedgerError } from '@argosy/domain/errors';
import { creditKey } from '@argosy/domain/shared/ledger-key';
import type { WorldState } from './world-state.js';

/** The credits on the ledger, validated after reading and again before writing. */
export class CreditRecords {
  readonly #state: WorldState;

  constructor(state: WorldState) {
    this.#state = state;
  }

  /** Refuses: RECORD_UNREADABLE. */
  async find(reference: string): Promise<Credit | undefined> {
    const bytes = await this.#state.getState(creditKey(reference));
    return bytes.length === 0 ? undefined : decodeCredit(Buffer.from(bytes).toString());
  }

  /** Refuses: CREDIT_NOT_FOUND, RECORD_UNREADABLE. */
  async get(reference: string): Promise<Credit> {
    const credit = await this.find(reference);
    if (credit === undefined) throw LedgerError.of('CREDIT_NOT_FOUND', { reference });
    return credit;
  }

  async put(credit: Credit): Promise<void> {
    const text = encodeCredit(credit);
    decodeCredit(text);
    await this.#state.putState(creditKey(credit.reference), Buffer.from(text));
  }
}
