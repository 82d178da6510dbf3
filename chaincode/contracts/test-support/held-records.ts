import { documentKind, documentNames } from '@argosy/domain/documents';
import type { DocumentName, RecordOf } from '@argosy/domain/documents';
import { LedgerError } from '@argosy/domain/errors';
import type { LedgerRecord } from '@argosy/domain/shared/document';
import { documentKey } from '@argosy/domain/shared/ledger-key';
import type { Records } from '../src/records.js';

/** Records that are simply there, and guarded, for what only reads them by their keys. */
export function heldRecords(
  records: readonly LedgerRecord[],
): Pick<Records, 'get' | 'find' | 'isGuarded'> {
  const byKey = new Map(records.map((record) => [keyOf(record), record]));
  const find = <Name extends DocumentName>(name: Name, parts: readonly string[]) =>
    // What stands under a document's key is a record of that kind.
    Promise.resolve(byKey.get(documentKey(name, parts)) as RecordOf<Name> | undefined);
  const get = async <Name extends DocumentName>(name: Name, parts: readonly string[]) => {
    const record = await find(name, parts);
    if (record === undefined)
      throw LedgerError.of('RECORD_NOT_FOUND', { document: name, parts: [...parts] });
    return record;
  };
  return { find, get, isGuarded: () => Promise.resolve(true) };
}

function keyOf(record: LedgerRecord): string {
  const name = documentNames.find((it) => it === record.kind);
  if (name === undefined) throw new Error(`There is no document ${record.kind}`);
  return documentKey(name, documentKind(name).parts(record));
}
