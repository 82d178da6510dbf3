/** What cannot be read as DER. */
export class DerError extends Error {
  override readonly name = 'DerError';
}
