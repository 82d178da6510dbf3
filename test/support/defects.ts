import { decode, encode } from '@argosy/protocol/wire';
import type { Encodable, MessageType } from '@argosy/protocol/wire';
import type { Crafted, CraftedPart } from './craft.js';

type Altering = { readonly alter: NonNullable<Crafted['alter']> };

/** Bytes that are no message: a field without its content. */
export const garbage = Buffer.of(0x0a, 0x05);

/** Put other bytes in place of a part. */
export const replace = (part: CraftedPart, by: Uint8Array): Altering => ({
  alter: (at, bytes) => (at === part ? Buffer.from(by) : bytes),
});
/** Decode a part, change it, encode it again. */
export const change = <T extends object>(
  part: CraftedPart,
  type: MessageType<T>,
  by: (message: T) => Encodable<T>,
): Altering => ({
  alter: (at, bytes) => (at === part ? encode(type, by(decode(type, bytes))) : bytes),
});
