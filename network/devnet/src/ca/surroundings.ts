import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { signLowS } from '@argosy/protocol/crypto';

export type Randomness = (bytes: number) => Uint8Array;
export type KeyPair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject };

/** What a CA takes from outside: the time, chance, keys and signing. With all of them given, it answers the same again. */
export type Surroundings = {
  readonly now: () => number;
  readonly random: Randomness;
  /** A new pair on P-256. */
  readonly makeKeys: () => KeyPair;
  /** ECDSA over SHA-256, in DER; Fabric wants its second number low. */
  readonly sign: (key: KeyObject, bytes: Uint8Array) => Uint8Array;
};

/** This machine's clock, chance and cryptography. */
export const realSurroundings: Surroundings = {
  now: () => Date.now(),
  random: (bytes) => randomBytes(bytes),
  makeKeys: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  sign: signLowS,
};
