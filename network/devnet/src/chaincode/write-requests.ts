import {
  DelState,
  messageType,
  PutState,
  PutStateMetadata,
  WriteBatchState,
  type WriteRecord,
} from '@argosy/protocol/messages/shim';
import { decode, type Decoded } from '@argosy/protocol/wire';
import { collectionOf } from './collection-of.js';
import { INCOMPLETE } from './incomplete.js';
import type { Invocation } from './invocation.js';
import { requireKeyPolicies, requirePurges } from './site.js';

const NOTHING = new Uint8Array(0);

type Write = Pick<Decoded<typeof PutState>, 'key' | 'collection'>;

export function putState(invocation: Invocation, payload: Uint8Array): Uint8Array {
  return put(invocation, decode(PutState, payload));
}

export function deleteState(invocation: Invocation, payload: Uint8Array): Uint8Array {
  return put(invocation, { ...decode(DelState, payload), value: NOTHING });
}

export function putStateMetadata(invocation: Invocation, payload: Uint8Array): Uint8Array {
  const write = decode(PutStateMetadata, payload);
  requireKeyPolicies(invocation.scope.simulation.site);
  // A record of a batch may be without.
  if (write.metadata === undefined) throw new Error(INCOMPLETE);
  return putMetadata(invocation, write);
}

export function purgePrivateData(invocation: Invocation, payload: Uint8Array): Uint8Array {
  return purge(invocation, decode(DelState, payload));
}

/** Several writes, one after the other. What was written before one that is refused stays. */
export function writeBatchState(invocation: Invocation, payload: Uint8Array): Uint8Array {
  for (const record of decode(WriteBatchState, payload).rec) writeRecord(invocation, record);
  return NOTHING;
}

function writeRecord(invocation: Invocation, record: Decoded<typeof WriteRecord>): Uint8Array {
  switch (record.type) {
    case messageType.PUT_STATE:
      return put(invocation, record);
    case messageType.DEL_STATE:
      return put(invocation, { ...record, value: NOTHING });
    case messageType.PURGE_PRIVATE_DATA:
      return purge(invocation, record);
    case messageType.PUT_STATE_METADATA:
      return putMetadata(invocation, record);
    default:
      throw new Error('unknown operation type');
  }
}

/** Write a value; an empty one deletes. */
function put(
  invocation: Invocation,
  { key, collection, value }: Write & { readonly value: Uint8Array },
): Uint8Array {
  const { namespace, simulation } = invocation.scope;
  const where = collectionOf(invocation, collection, 'write');
  if (where === undefined) simulation.put(namespace, key, value);
  else simulation.putPrivate(where, key, value);
  return NOTHING;
}

/** Replaces the whole metadata of the key. */
function putMetadata(
  invocation: Invocation,
  { key, collection, metadata }: Write & Pick<Decoded<typeof PutStateMetadata>, 'metadata'>,
): Uint8Array {
  const { namespace, simulation } = invocation.scope;
  requireKeyPolicies(simulation.site);
  const entries = [{ name: metadata?.metakey ?? '', value: metadata?.value ?? NOTHING }];
  const where = collectionOf(invocation, collection, 'write');
  if (where === undefined) simulation.putMetadata(namespace, key, entries);
  else simulation.putPrivateMetadata(where, key, entries);
  return NOTHING;
}

function purge(invocation: Invocation, { key, collection }: Write): Uint8Array {
  const { simulation } = invocation.scope;
  requirePurges(simulation.site);
  const where = collectionOf(invocation, collection, 'write');
  if (where === undefined) throw new Error('only applicable for private data');
  simulation.purgePrivate(where, key);
  return NOTHING;
}
