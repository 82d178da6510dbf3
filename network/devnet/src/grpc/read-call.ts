import { status } from '@grpc/grpc-js';
import { decode, type WireError } from '@argosy/protocol/wire';
import type { MessageType } from '@argosy/protocol/wire/schema';
import { CallError } from './call-error.js';
import { unreadable } from './unreadable.js';

/** The one message of a call. Throws with what a Go server ends a call whose message it cannot read. */
export function readCall<T>(type: MessageType<T>, bytes: Uint8Array): T {
  try {
    return decode(type, bytes);
  } catch (error) {
    const why = `grpc: error unmarshalling request: ${unreadable(error)}`;
    throw new CallError(status.INTERNAL, why);
  }
}

/** A message within another. Throws with what a peer says of one that it cannot read. */
export function readPart<T>(type: MessageType<T>, bytes: Uint8Array): T {
  try {
    return decode(type, bytes);
  } catch (error) {
    throw new Error(wordsFor(type.name, error), { cause: error });
  }
}

/** A peer's words for a part that could not be read: its name is in the error. */
export const unreadablePart = (error: WireError): string =>
  wordsFor(/^cannot parse (\S+) at byte/.exec(error.message)?.[1] ?? 'message', error);

const wordsFor = (name: string, error: unknown): string =>
  `error unmarshalling ${name.split('.').at(-1) ?? name}: ${unreadable(error)}`;
