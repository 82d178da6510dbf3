import { status } from '@grpc/grpc-js';
import { decode } from '@argosy/protocol/wire';
import type { MessageType } from '@argosy/protocol/wire/schema';
import { CallError } from './call-error.js';
import { unreadable } from './unreadable.js';

/** A message of a stream. Throws with which a Go server ends a call whose message it cannot read. */
export function readRequest<T>(type: MessageType<T>, bytes: Uint8Array): T {
  try {
    return decode(type, bytes);
  } catch (error) {
    throw new CallError(
      status.INTERNAL,
      `grpc: failed to unmarshal the received message: ${unreadable(error)}`,
    );
  }
}
