import { DatabaseError, databaseCodes } from '../database.js';

/** What a client reports while it connects, in the gateway's words; it never repeats how the server is reached but by `name`. */
export function connectFailure(error: unknown, name: string): DatabaseError {
  if (error instanceof DatabaseError) return error;
  const code = sqlState(error);
  const why = code === undefined ? networkReason(error) : messageOf(error);
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
    `The connection to PostgreSQL broke during a transaction, which may have been committed: ${networkReason(error)}.`,
    databaseCodes.outcomeUnknown,
  );
}

// What the server reports has a severity; the codes of the network and of the client do not.
function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('severity' in error) || !('code' in error)) return undefined;
  return String(error.code);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function networkReason(error: unknown): string {
  const inner = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  return messageOf(inner).replace(/\.$/, '');
}
