import { ledgerEventName, ledgerEventSchema, type LedgerChange } from '@argosy/domain/events';
import { plainWords } from './plain-words.js';
import { textOf, type BlockTransaction } from './read-block.js';
import type { DocumentName, FoundDocument } from './read-documents.js';

/** What a transaction announced, as far as it did it. */
export interface Announced {
  readonly changes: readonly LedgerChange[];
  /** What is wrong with its event, if anything. */
  readonly problem?: string;
}

/** Compare a transaction's event with what it did to documents: nobody is told what did not happen. */
export function announcedIn(
  { event }: BlockTransaction,
  found: readonly FoundDocument[],
): Announced {
  if (event?.name !== ledgerEventName) return { changes: [] };
  const byName = new Map(found.map((one) => [nameOf(one), one]));
  try {
    const { changes } = ledgerEventSchema.parse(JSON.parse(textOf(event.payload)));
    const borneOut = changes.filter((change) => isBorneOut(change, byName.get(nameIn(change))));
    const invented = changes.find((change) => !isKnown(change, byName.get(nameIn(change))));
    return invented === undefined
      ? { changes: borneOut }
      : { changes: borneOut, problem: plainWords(`it announces ${inWords(invented)}`) };
  } catch (error) {
    return { changes: [], problem: plainWords(error) };
  }
}

/** A key for maps. */
export function nameOf({ kind, parts }: DocumentName): string {
  return JSON.stringify([kind, parts]);
}

export function nameIn({ document, parts }: LedgerChange): string {
  return nameOf({ kind: document, parts });
}

function isBorneOut({ version, status }: LedgerChange, one: FoundDocument | undefined): boolean {
  return one?.what === 'written' && one.record.version === version && one.record.status === status;
}

// Of a value that cannot be read, that is said already.
function isKnown(change: LedgerChange, one: FoundDocument | undefined): boolean {
  return isBorneOut(change, one) || one?.what === 'unreadable';
}

function inWords({ type, document, parts, version, status }: LedgerChange): string {
  return `${type} of ${document} ${parts.join(' ')}, version ${version}, ${status}, which it did not write`;
}
