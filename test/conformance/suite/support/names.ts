import { randomBytes } from 'node:crypto';

/** A name that no other test and no run before has: of a key, a chaincode or an event. */
export const fresh = (what: string): string => `${what}-${randomBytes(5).toString('hex')}`;
