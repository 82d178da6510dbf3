import type { CollectionName } from '@argosy/ledger/simulator';
import type { Invocation } from './invocation.js';

type Right = 'read' | 'write' | 'hash';

/**
 * The collection that a request names; undefined where it means public data. Refuses: an initialisation; unless a mere hash is
 * asked for, whoever may not read or write there.
 */
export function collectionOf(
  { scope, rights }: Invocation,
  collection: string,
  right: Right,
): CollectionName | undefined {
  if (collection === '' && right !== 'hash') return undefined;
  if (scope.isInit) throw new Error('private data APIs are not allowed in chaincode Init()');
  if (right === 'read') rights.requireRead(collection);
  if (right === 'write') rights.requireWrite(collection);
  return { namespace: scope.namespace, collection };
}
