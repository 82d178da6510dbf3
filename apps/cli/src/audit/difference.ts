/** What of a ledger can be otherwise than it should. */
export const auditItems = [
  /** The first block is not the one that the channel was founded with. */
  'genesis',
  /** A block that must be refused: its chain, its orderers' signatures, its content. */
  'block',
  /** A block that others have and that is not delivered. */
  'withheld',
  'validation code',
  'commit hash',
  /** What another peer has as the last block. */
  'head',
  /** What a peer answers of a document. */
  'document',
  /** Something that counts for nothing: nobody whom it binds consented, or no contract did it. */
  'consent',
  /** What one channel says of another. */
  'statement',
] as const;
export type AuditItem = (typeof auditItems)[number];

/** Something that was found otherwise than the blocks, judged anew, give it. */
export type AuditDifference = {
  readonly channel: string;
  readonly item: AuditItem;
  readonly block?: number;
  readonly transaction?: string;
  /** The kind of the document and what it is called. */
  readonly document?: readonly string[];
  /** All of it in words. */
  readonly sentence: string;
};
