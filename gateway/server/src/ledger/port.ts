/** A call of the chaincode by one person. */
export interface LedgerCall {
  readonly person: string;
  readonly function: string;
  /** As the function takes them; the id of the request makes it the same call when it is made again. */
  readonly arguments: readonly string[];
  /** What travels beside the proposal and stands in no block, by name. */
  readonly transient?: Readonly<Record<string, string>>;
}

/** An endorsed and signed transaction: `envelope` can be sent any number of times, the ledger takes it once. */
export interface Endorsed {
  readonly transactionId: string;
  readonly envelope: Uint8Array;
  /** What the chaincode answered; true only once the transaction is committed as valid. */
  readonly result: string;
}

export interface BlockStream extends AsyncIterable<Uint8Array> {
  close(): void;
}

/** One organisation's way to one channel of the ledger. Everything above it is tested with an in-memory double. */
export interface LedgerPort {
  /** Refuses: whatever the ledger throws; `failureOf` in failures.ts says what it means. */
  endorse(call: LedgerCall): Promise<Endorsed>;
  /** What the chaincode answers at the organisation's peer; nothing of it is ordered. Refuses: as endorsing does. */
  evaluate(call: LedgerCall): Promise<string>;
  submit(person: string, envelope: Uint8Array): Promise<void>;
  /** How many blocks the organisation's peer has. */
  height(): Promise<bigint>;
  /** The channel's blocks as encoded messages, from `start` on and without end. */
  blocks(start: bigint): Promise<BlockStream>;
  close(): void;
}
