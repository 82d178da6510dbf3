import type { Channel, Collection } from './channel.js';
import { findCollection, isImplicit } from './channel.js';

/**
 * What a proposal's creator may do in a collection. Who belongs to it may do everything; who does not,
 * whatever is not kept to members. An organisation's own collection is open to all: the contract must
 * ask. Refuses: a collection that is not defined, and what is kept to members.
 */
export function requireRight(
  channel: Channel,
  { collection, creator, right }: { collection: string; creator: string; right: 'read' | 'write' },
): void {
  if (isImplicit(collection)) return;
  const { name, chaincode } = channel;
  const found = findCollection(channel, collection);
  if (found === undefined)
    throw new Error(`collection ${name}/${chaincode}/${collection} could not be found`);
  const closed = right === 'read' ? found.memberOnlyRead : found.memberOnlyWrite;
  if (closed === true && !found.members.includes(creator)) {
    throw new Error(
      `tx creator does not have ${right} access permission on privatedata in ` +
        `chaincodeName:${chaincode} collectionName: ${collection}`,
    );
  }
}

/** Refuses: a collection that neither the chaincode defines nor an organisation of the channel has. */
export function requireCollection(channel: Channel, name: string): Collection {
  const found = findCollection(channel, name);
  if (found !== undefined) return found;
  throw new Error(
    `collection [${name}] not defined in the collection config for chaincode [${channel.chaincode}]`,
  );
}
