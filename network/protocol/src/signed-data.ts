/** Something signed, and by whom: the unit that policies judge. */
export interface SignedData {
  readonly message: Uint8Array;
  /** The serialized identity of the signer. */
  readonly identity: Uint8Array;
  readonly signature: Uint8Array;
}
