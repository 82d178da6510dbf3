import { BytesCache } from '@argosy/protocol/bytes-cache';
import { ApplicationPolicy, SignaturePolicyEnvelope } from '@argosy/protocol/messages/policies';
import { decode } from '@argosy/protocol/wire';
import type { Decoded, MessageType } from '@argosy/protocol/wire';

/** A channel has few policies, and every transaction asks for one. */
const LIMIT = 200;
/** Larger ones are read anew each time: what is remembered must stay small. */
const LONGEST = 2048;

/** Read a chaincode's or a collection's policy. Throws WireError. */
export const readApplicationPolicy: (bytes: Uint8Array) => Decoded<typeof ApplicationPolicy> =
  remembering(ApplicationPolicy);

/** Read a key's own policy. Throws WireError. */
export const readSignaturePolicy: (bytes: Uint8Array) => Decoded<typeof SignaturePolicyEnvelope> =
  remembering(SignaturePolicyEnvelope);

/** Equal bytes give the same object, so that what is made of it is found again, too. */
function remembering<T>(type: MessageType<T>): (bytes: Uint8Array) => T {
  const known = new BytesCache<T>(LIMIT);
  return (bytes) => {
    if (bytes.length > LONGEST) return decode(type, bytes);
    const before = known.get(bytes);
    if (before !== undefined) return before.value;
    const read = decode(type, Buffer.from(bytes));
    known.set(bytes, read);
    return read;
  };
}
