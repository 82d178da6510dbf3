/** A join that cannot be. */
export class JoinRefused extends Error {
  override readonly name = 'JoinRefused';

  constructor(
    readonly reason: 'joined already' | 'another channel' | 'unknown block',
    message: string,
  ) {
    super(message);
  }
}
