import { SignaturePolicyEnvelope } from '@argosy/protocol/messages/policies';
import { outOf, roleOf } from '@argosy/protocol/policy-build';
import { decode } from '@argosy/protocol/wire';
import type { Chance } from '../ordering/chance.js';
import type { SimulatedChaincode } from './network.js';

export const STORM_CHAINCODE = 'storm';
const COLLECTION = 'hidden';
/** Few keys, so that transactions meet. */
const KEYS = 6;

/** A chaincode whose functions get into each other's way in all the ways that flags tell. */
export const stormChaincode = (members: readonly string[]): SimulatedChaincode => ({
  name: STORM_CHAINCODE,
  functions: {
    put: async (stub, [key = '']) => {
      await stub.put(key, stub.txId);
      return '';
    },
    increment: async (stub, [key = '']) => {
      const next = String(Number(await stub.get(key)) + 1);
      await stub.put(key, next);
      return next;
    },
    remove: async (stub, [key = '']) => {
      await stub.delete(key);
      return '';
    },
    count: async (stub, [from = '', to = '', key = '']) => {
      const keys = await stub.keys(from, to);
      await stub.put(key, keys.join());
      return keys.join();
    },
    hide: async (stub, [key = '']) => {
      await stub.put(key, `${await stub.get(key, COLLECTION)}+`, COLLECTION);
      return '';
    },
    fail: () => Promise.reject(new Error('it was asked to fail')),
  },
  collections: [
    {
      staticCollectionConfig: {
        name: COLLECTION,
        memberOrgsPolicy: {
          signaturePolicy: decode(
            SignaturePolicyEnvelope,
            outOf(
              1,
              members.map((mspId) => roleOf(mspId, 'member')),
            ),
          ),
        },
      },
    },
  ],
});

/** What somebody wants next. */
export function nextWish(chance: Chance): readonly string[] {
  const key = (of: string): string => `${of}${Math.floor(chance.next() * KEYS)}`;
  const drawn = chance.next();
  if (drawn < 0.3) return ['put', `put${Math.floor(chance.next() * 400)}`];
  if (drawn < 0.6) return ['increment', key('counter')];
  if (drawn < 0.68) return ['remove', key('list')];
  if (drawn < 0.8) return ['put', `list${Math.floor(chance.next() * 40)}`];
  if (drawn < 0.88) return ['count', 'list', 'list~', key('sum')];
  return drawn < 0.98 ? ['hide', key('k')] : ['fail'];
}
