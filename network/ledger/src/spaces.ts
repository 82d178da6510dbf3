/** The parts of the world state: a chaincode's public keys, and for each of its collections the hashes and, at a member, the clear data. */

const CLEAR = '$$p';

/**
 * Where a collection's hashes stand. Keys there are the SHA-256 of the clear key in lower-case hex (whose order is that of the raw
 * hashes), values the SHA-256 of the clear value.
 */
export const hashedSpace = (chaincode: string, collection: string): string =>
  `${chaincode}$$h${collection}`;

/** Where a collection's clear keys and values stand, at a member of the collection only. */
export const clearSpace = (chaincode: string, collection: string): string =>
  `${chaincode}${CLEAR}${collection}`;

/** Which collection's clear data a space holds; undefined for any other space. */
export function clearSpaceParts(
  space: string,
): { readonly chaincode: string; readonly collection: string } | undefined {
  const at = space.indexOf(CLEAR);
  if (at < 0) return undefined;
  return { chaincode: space.slice(0, at), collection: space.slice(at + CLEAR.length) };
}

/** Whether a name is one of a part that holds private data: no namespace of a transaction may bear it. */
export const isPrivateSpace = (name: string): boolean => /\$\$[hp]/.test(name);
