/** How much of each kind was compared, and how much was done. */
export interface Tally {
  blocks: number;
  transactions: number;
  /** Signatures that were verified; one that was verified before counts no more. */
  signatures: number;
  /** Header, previous and data hashes, each counted. */
  hashes: number;
  /** Transactions whose id and header type were compared, and those whose header the recorder could not read. */
  headers: number;
  unreadHeaders: number;
  /** Flags compared with expected.json, and with the block's own metadata. */
  codes: number;
  storedCodes: number;
  /** Commit hashes compared with expected.json, and with the block's own metadata. */
  commitHashes: number;
  storedCommitHashes: number;
  publicKeys: number;
  privateHashes: number;
  /** Keys and hashes that have metadata, which was compared. */
  withMetadata: number;
  clearValues: number;
  /** Clear values whose hash was written later: nothing in the ledger says what they should be. */
  supersededClearValues: number;
  answers: number;
  histories: number;
  changes: number;
  /** Changes that came after the peer was asked for its histories. */
  laterChanges: number;
  indexedKeys: number;
  indexEntries: number;
}

export const emptyTally = (): Tally => ({
  blocks: 0,
  transactions: 0,
  signatures: 0,
  hashes: 0,
  headers: 0,
  unreadHeaders: 0,
  codes: 0,
  storedCodes: 0,
  commitHashes: 0,
  storedCommitHashes: 0,
  publicKeys: 0,
  privateHashes: 0,
  withMetadata: 0,
  clearValues: 0,
  supersededClearValues: 0,
  answers: 0,
  histories: 0,
  changes: 0,
  laterChanges: 0,
  indexedKeys: 0,
  indexEntries: 0,
});
