import { randomBytes } from 'node:crypto';

/** What an envelope or a block takes from outside. */
export const ambient = () => ({
  time: { seconds: BigInt(Math.floor(Date.now() / 1000)), nanos: 0 },
  nonce: randomBytes(24),
});
