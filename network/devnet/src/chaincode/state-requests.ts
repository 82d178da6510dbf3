import {
  DelState,
  GetState,
  GetStateMetadata,
  PutState,
  PutStateMetadata,
  StateMetadataResult,
} from '@argosy/protocol/messages/shim';
import { decode, encode } from '@argosy/protocol/wire';
import type { ExecutionScope, Invocation } from './invocation.js';

const NOTHING = new Uint8Array(0);

export function getState({ scope }: Invocation, payload: Uint8Array): Uint8Array {
  const { key, collection } = decode(GetState, payload);
  refuseCollection(scope, collection);
  return scope.simulator.get(scope.namespace, key);
}

export function putState(invocation: Invocation, payload: Uint8Array): Uint8Array {
  const { scope } = invocation;
  const { key, value, collection } = decode(PutState, payload);
  refuseCollection(scope, collection);
  invocation.writable.put(scope.namespace, key, value);
  return NOTHING;
}

export function deleteState(invocation: Invocation, payload: Uint8Array): Uint8Array {
  const { scope } = invocation;
  const { key, collection } = decode(DelState, payload);
  refuseCollection(scope, collection);
  invocation.writable.delete(scope.namespace, key);
  return NOTHING;
}

export function getStateMetadata({ scope }: Invocation, payload: Uint8Array): Uint8Array {
  const { key, collection } = decode(GetStateMetadata, payload);
  refuseCollection(scope, collection);
  const entries = scope.simulator
    .getMetadata(scope.namespace, key)
    .map(({ name, value }) => ({ metakey: name, value }));
  return encode(StateMetadataResult, { entries });
}

export function putStateMetadata(invocation: Invocation, payload: Uint8Array): Uint8Array {
  const { scope } = invocation;
  const { key, collection, metadata } = decode(PutStateMetadata, payload);
  refuseCollection(scope, collection);
  const entry = { name: metadata?.metakey ?? '', value: metadata?.value ?? NOTHING };
  invocation.writable.putMetadata(scope.namespace, key, [entry]);
  return NOTHING;
}

export function getPrivateDataHash({ scope }: Invocation, payload: Uint8Array): Uint8Array {
  const { collection } = decode(GetState, payload);
  throw new Error(
    `collection [${collection}] not defined in the collection config for chaincode [${scope.namespace}]`,
  );
}

export function purgePrivateData({ scope }: Invocation, payload: Uint8Array): Uint8Array {
  const { collection } = decode(DelState, payload);
  if (collection === '') throw new Error('only applicable for private data');
  refuseCollection(scope, collection);
  return NOTHING;
}

/** Definitions with collections are refused at commit, so no collection can exist. */
export function refuseCollection(
  { channelId, namespace }: ExecutionScope,
  collection: string,
): void {
  if (collection !== '') {
    throw new Error(`collection ${channelId}/${namespace}/${collection} could not be found`);
  }
}
