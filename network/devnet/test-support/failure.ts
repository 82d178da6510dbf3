import type { status } from '@grpc/grpc-js';

export interface Failure {
  readonly code: status;
  /** The status text, without the prefix that grpc-js puts before it. */
  readonly text: string;
  readonly details: readonly { address: string; mspId: string; message: string }[];
}

/** How a call failed. Throws when it did not. */
export async function failureOf(call: Promise<unknown>): Promise<Failure> {
  const error = await call.then(
    () => {
      throw new Error('the call did not fail');
    },
    (reason: unknown) => reason as { code: status; details: unknown; cause?: unknown },
  );
  const cause = (error.cause ?? error) as { details?: string };
  const details = Array.isArray(error.details) ? (error.details as Failure['details']) : [];
  return { code: error.code, text: String(cause.details), details };
}
