import { reasonOf } from '@argosy/protocol/reason';
import { DatabaseError, databaseCodes } from '../database.js';

/** What a client reports while it connects, in the gateway's words; it never repeats how the server is reached but by `name`. */
export function connectFailure(error: unknown, name: string): DatabaseError {
  if (error instanceof DatabaseError) return error;
  const code = sqlState(error);
  const why = messageOf(error);
  // Refused as well as unreachable: a password can be put right on the server while the gateway waits.
  return new DatabaseError(
    `PostgreSQL, ${name}, takes no connection: ${why}.`,
    code !== undefined && /^(57P|53)/.test(code) ? code : databaseCodes.cannotConnect,
  );
}

/** What a client reports of a transaction whose statements have all been sent, the commit with them.
 *  `isCommit`: it is the commit that has failed. */
export function transactionFailure(error: unknown, isCommit: boolean): DatabaseError {
  const code = sqlState(error);
  // A commit that is answered so has not taken place; one that was cut off may have.
  const isSure = code !== undefined && (!isCommit || /^(23|40)/.test(code));
  if (isSure) return new DatabaseError(messageOf(error), code);
  return new DatabaseError(
    `The connection to PostgreSQL broke during a transaction, which may have been committed: ${messageOf(error)}.`,
    databaseCodes.outcomeUnknown,
  );
}

// What the server reports has a severity; the codes of the network and of the client do not.
function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  return 'severity' in error && 'code' in error ? String(error.code) : undefined;
}

function messageOf(error: unknown): string {
  // Of several addresses of a host each may have failed in its own way.
  if (error instanceof AggregateError) return messageOf(error.errors[0]);
  return reasonOf(error).replace(/\.$/, '');
}
