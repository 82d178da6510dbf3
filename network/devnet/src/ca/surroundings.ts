import { randomBytes, webcrypto } from 'node:crypto';

export type Randomness = (bytes: number) => Uint8Array;

/** What a CA takes from outside: the time, chance, and signing. With all three given, it answers the same again. */
export type Surroundings = {
  readonly now: () => number;
  readonly random: Randomness;
  /** Keys and signatures; an implementation with a seed makes certificates reproducible. */
  readonly crypto: webcrypto.Crypto;
};

/** This machine's clock, chance and cryptography. */
export const realSurroundings: Surroundings = {
  now: () => Date.now(),
  random: (bytes) => randomBytes(bytes),
  crypto: webcrypto,
};
