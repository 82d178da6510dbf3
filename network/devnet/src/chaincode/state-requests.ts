import {
  GetState,
  GetStateMetadata,
  GetStateMultiple,
  GetStateMultipleResult,
  StateMetadataResult,
} from '@argosy/protocol/messages/shim';
import { decode, encode } from '@argosy/protocol/wire';
import { collectionOf } from './collection-of.js';
import type { Invocation } from './invocation.js';
import { requireKeyPolicies } from './site.js';

export function getState(invocation: Invocation, payload: Uint8Array): Uint8Array {
  const { key, collection } = decode(GetState, payload);
  const { namespace, simulation } = invocation.scope;
  const where = collectionOf(invocation, collection, 'read');
  return where === undefined
    ? simulation.simulator.get(namespace, key)
    : simulation.getPrivate(where, key);
}

export function getStateMultiple(invocation: Invocation, payload: Uint8Array): Uint8Array {
  const { keys, collection } = decode(GetStateMultiple, payload);
  const { namespace, simulation } = invocation.scope;
  const where = collectionOf(invocation, collection, 'read');
  const values =
    where === undefined
      ? keys.map((key) => simulation.simulator.get(namespace, key))
      : simulation.getManyPrivate(where, keys);
  return encode(GetStateMultipleResult, { values });
}

export function getPrivateDataHash(invocation: Invocation, payload: Uint8Array): Uint8Array {
  const { key, collection } = decode(GetState, payload);
  const { namespace, simulation } = invocation.scope;
  const where = collectionOf(invocation, collection, 'hash') ?? { namespace, collection };
  return simulation.getPrivateHash(where, key);
}

export function getStateMetadata(invocation: Invocation, payload: Uint8Array): Uint8Array {
  const { namespace, simulation } = invocation.scope;
  requireKeyPolicies(simulation.site);
  const { key, collection } = decode(GetStateMetadata, payload);
  const where = collectionOf(invocation, collection, 'read');
  const metadata =
    where === undefined
      ? simulation.simulator.getMetadata(namespace, key)
      : simulation.getPrivateMetadata(where, key);
  const entries = metadata.map(({ name, value }) => ({ metakey: name, value }));
  return encode(StateMetadataResult, { entries });
}
