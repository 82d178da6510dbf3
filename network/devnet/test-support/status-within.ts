import type { Status, SubmittedTransaction } from '@hyperledger/fabric-gateway';

/** A transaction's status, as a client asks for it that does not wait long. */
export const statusWithin = (
  transaction: SubmittedTransaction,
  milliseconds: number,
): Promise<Status> => transaction.getStatus({ deadline: Date.now() + milliseconds });
