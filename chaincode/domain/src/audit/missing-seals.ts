import type { DocumentKind, LedgerRecord, Party } from '../shared/document.js';
import { implicitCollection } from '../shared/record-text.js';

/** A record as the transaction that created it left it, and what else that transaction did. Hashes are SHA-256, in hexadecimal. */
export interface Creation<Kept extends LedgerRecord = LedgerRecord> {
  readonly record: Kept;
  /** Of the record's key. */
  readonly keyHash: string;
  /** Of the text of the seal that each guard keeps. */
  readonly sealHash: string;
  /** The hash of the value that the transaction wrote in a collection, by the hash of its key. */
  readonly written: (collection: string, keyHash: string) => string | undefined;
  /** The members that have ever guarded for a party, as the register of the channel has it: see `guardsEver`. */
  readonly everGuards: (party: Party) => readonly string[];
  /** Who votes on the register of the channel; undefined before its founding. */
  readonly voters: readonly string[] | undefined;
}

/**
 * Whose consent a new record lacks: the guards that it names and that did not keep its seal, and the parties that it binds
 * and that none of its guards has ever stood for. A record that lacks any counts for nothing, whatever the channel's policy
 * says of its transaction.
 */
export function missingSeals<Kept extends LedgerRecord>(
  document: DocumentKind<Kept>,
  { record, keyHash, sealHash, written, everGuards, voters = [] }: Creation<Kept>,
): readonly string[] {
  if (!document.isSealed) return [];
  const { guards } = record;
  const silent = guards.filter((msp) => written(implicitCollection(msp), keyHash) !== sealHash);
  const unguarded = document
    .parties(record)
    .filter((party) => party.isBound === true && !stoodFor(party))
    .map(({ msp }) => msp);
  const outvoted =
    document.isOfRegister === true ? voters.filter((msp) => !guards.includes(msp)) : [];
  return [...new Set([...silent, ...unguarded, ...outvoted])];

  function stoodFor(party: Party): boolean {
    if (party.isUnregistered === true) return guards.includes(party.msp);
    return everGuards(party).some((guard) => guards.includes(guard));
  }
}
