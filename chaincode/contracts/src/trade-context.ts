import { ledgerEventName } from '@argosy/domain/events';
import type { LedgerChange, LedgerEvent } from '@argosy/domain/events';
import type { Call } from '@argosy/domain/shared/call';
import { canonicalJson } from '@argosy/domain/shared/canonical-json';
import { timeFromTimestamp } from '@argosy/domain/shared/time';
import { Context } from 'fabric-contract-api';
import { Records } from './records.js';
import { RequestRecords } from './request-records.js';

/** What a transaction has: records, its caller and time, and one announcement. */
export class TradeContext extends Context {
  #announced = false;
  #records: Records | undefined;
  #call: Call | undefined;

  /** The same for the whole transaction, so that nothing is read twice. */
  get records(): Records {
    this.#records ??= new Records(this.stub);
    return this.#records;
  }

  get requests(): RequestRecords {
    return new RequestRecords(this.stub);
  }

  /** Who asks, and the time that the client claims; the same on every peer. */
  get call(): Call {
    this.#call ??= this.#readCall();
    return this.#call;
  }

  #readCall(): Call {
    const { seconds, nanos } = this.stub.getTxTimestamp();
    const time = timeFromTimestamp({ seconds: BigInt(seconds.toString()), nanos });
    const transactionId = this.stub.getTxID();
    return { caller: { msp: this.clientIdentity.getMSPID() }, time, transactionId };
  }

  /** Announces the changes of the transaction: once, since Fabric keeps only the last event. */
  announce(changes: readonly [LedgerChange, ...LedgerChange[]]): void {
    if (this.#announced) throw new Error('A transaction announces its changes once');
    this.#announced = true;
    const event: LedgerEvent = { v: 2, changes: [...changes] };
    this.stub.setEvent(ledgerEventName, Buffer.from(canonicalJson(event)));
  }
}
