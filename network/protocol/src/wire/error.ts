/** Bytes that are not the message they should be; `message` says where and why. */
export class WireError extends Error {
  override readonly name = 'WireError';
}
