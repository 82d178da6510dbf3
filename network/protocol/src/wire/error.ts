/** Bytes that are not the message they should be; `message` says where and why. */
export class WireError extends Error {
  override readonly name = 'WireError';

  constructor(
    message: string,
    /** What is wrong: how the message is written, or a text in it. */
    readonly concerns: 'format' | 'text' = 'format',
  ) {
    super(message);
  }
}
