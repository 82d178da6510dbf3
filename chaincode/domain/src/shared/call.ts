import type { Time } from './time.js';

/** Who asks, and when: the transaction's time as its client claims it. The same on every peer. */
export interface Call {
  readonly caller: { readonly msp: string };
  readonly time: Time;
  readonly transactionId: string;
}
