import { LedgerError } from '@argosy/domain/errors';
import { canonicalJson } from '@argosy/domain/shared/canonical-json';
import type { Json } from '@argosy/domain/shared/canonical-json';
import { validate } from '@argosy/domain/shared/decode';
import { requestKey } from '@argosy/domain/shared/ledger-key';
import { decodeRequestRecord, requestIdSchema } from '@argosy/domain/shared/request-record';
import { sha256 } from './sha256.js';
import type { WorldState } from './world-state.js';

interface Request {
  readonly msp: string;
  readonly requestId: string;
  /** What was asked for: the action and its command. */
  readonly content: Json;
}

/**
 * The requests that the ledger has carried out, per member. A client that does not know the outcome
 * of a request may send it again: it takes effect once.
 */
export class RequestRecords {
  readonly #state: WorldState;

  constructor(state: WorldState) {
    this.#state = state;
  }

  /** Refuses: INPUT_INVALID, REQUEST_ALREADY_RECORDED, RECORD_UNREADABLE. */
  async record({ msp, requestId, content }: Request): Promise<void> {
    const id = validate(requestIdSchema, { input: 'request id', value: requestId });
    const key = requestKey({ msp, requestId: id });
    const digest = sha256(canonicalJson(content));
    const bytes = await this.#state.getState(key);
    if (bytes.length > 0) {
      const earlier = decodeRequestRecord(Buffer.from(bytes).toString());
      throw LedgerError.of('REQUEST_ALREADY_RECORDED', {
        transactionId: earlier.txId,
        sameContent: earlier.digest === digest,
      });
    }
    const record = { kind: 'request', txId: this.#state.getTxID(), digest };
    await this.#state.putState(key, Buffer.from(canonicalJson(record)));
  }
}
