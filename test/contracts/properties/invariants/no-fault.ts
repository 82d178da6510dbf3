import type { Invariant } from './invariant.js';

/** Refusals by which the contracts say that what they wrote themselves cannot be, or that they failed. */
const faults = [
  'BILL_TITLE_BROKEN',
  'CALL_MALFORMED',
  'CHAINCODE_FAULT',
  'DEAL_PARTIES_DIFFER',
  'RECORD_UNREADABLE',
  'RECORD_UNSEALED',
];

/** 11: every refusal is a rule's; the contracts neither fail nor find fault with their own records. */
export const noFault: Invariant = {
  number: 11,
  says: 'whatever is refused, a rule refuses',
  check: ({ outcomes }) =>
    outcomes.flatMap(({ refusal, sent, execution }) => {
      const isRule = refusal === undefined || /^[A-Z]+(_[A-Z]+)+$/.test(refusal);
      if (isRule && !faults.includes(refusal ?? '')) return [];
      return [`${sent.name}: ${execution.message}`];
    }),
};
