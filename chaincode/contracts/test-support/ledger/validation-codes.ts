import { validationCode } from '@argosy/protocol/validation-code';

const { VALID, DUPLICATE_TXID, ENDORSEMENT_POLICY_FAILURE } = validationCode;
const { MVCC_READ_CONFLICT, PHANTOM_READ_CONFLICT } = validationCode;

/** The codes that this ledger gives, by Fabric's names and numbers. */
export const code = {
  VALID,
  DUPLICATE_TXID,
  ENDORSEMENT_POLICY_FAILURE,
  MVCC_READ_CONFLICT,
  PHANTOM_READ_CONFLICT,
} as const;

export type Code = (typeof code)[keyof typeof code];
