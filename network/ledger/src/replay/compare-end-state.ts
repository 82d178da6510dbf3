import { compareHistory, compareHistoryIndex } from './compare-history.js';
import { compareKeys } from './compare-keys.js';
import { compareAnswers, compareClearValues } from './compare-private.js';
import type { Difference } from './difference.js';
import type { LedgerReading } from './ledger-reading.js';
import type { RecordedFile } from './recorded-file.js';
import type { CompanionFile } from './recorded-folder.js';
import { recordedHistory, recordedPlaces } from './recorded-history.js';
import {
  recordedAnswers,
  recordedClearValues,
  recordedHashes,
  recordedState,
} from './recorded-state.js';
import type { Tally } from './tally.js';

/** Compare what a ledger came to at its end with what one file says of it. */
export async function* compareEndState(
  name: CompanionFile,
  file: RecordedFile,
  ledger: LedgerReading,
  tally: Tally,
): AsyncGenerator<Difference, undefined> {
  switch (name) {
    case 'expected.json':
      return undefined;
    case 'state.json': {
      const keys = { file: file.name, kind: 'public', read: () => recordedState(file) } as const;
      return yield* compareKeys(keys, ledger, tally);
    }
    case 'private.json':
      return yield* comparePrivate(file, ledger, tally);
    case 'history.json':
      return yield* compareHistory(file.name, recordedHistory(file), ledger, tally);
    case 'history-index.json':
      return yield* compareHistoryIndex(file.name, () => recordedPlaces(file), ledger, tally);
  }
}

async function* comparePrivate(
  file: RecordedFile,
  ledger: LedgerReading,
  tally: Tally,
): AsyncGenerator<Difference, undefined> {
  const { name } = file;
  const hashes = { file: name, kind: 'hashed', read: () => recordedHashes(file) } as const;
  yield* compareKeys(hashes, ledger, tally);
  yield* compareClearValues(name, recordedClearValues(file), ledger, tally);
  yield* compareAnswers(name, recordedAnswers(file), ledger, tally);
  return undefined;
}
