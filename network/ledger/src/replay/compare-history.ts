import type { KeyChange } from '../history.js';
import { shownBytes } from './difference.js';
import type { Difference } from './difference.js';
import { KeyCensus, censusKey } from './key-census.js';
import type { LedgerReading } from './ledger-reading.js';
import { RecordFault } from './record-fault.js';
import type { RecordedHistory, RecordedPlaces } from './recorded-history.js';
import type { Place } from './recorded-values.js';
import type { Tally } from './tally.js';

/**
 * Compare what a peer answered about the history of keys, change by change, newest first. It may have been asked before the last
 * blocks came: then the newest changes are missing, but for no key one that is older than what another key's answer has.
 */
export async function* compareHistory(
  file: string,
  recorded: AsyncIterable<RecordedHistory>,
  ledger: LedgerReading,
  tally: Tally,
): AsyncGenerator<Difference, undefined> {
  const asked = new AskedBefore();
  for await (const history of recorded) {
    tally.histories++;
    const ours: KeyChange[] = [];
    for await (const change of ledger.history(history.namespace, history.key)) ours.push(change);
    const later = laterChanges(history, ours);
    tally.changes += ours.length - later;
    tally.laterChanges += later;
    asked.note(history, await ledger.places(history.namespace, history.key), later);
    const position = firstUnequal(history.changes, ours.slice(later), sameChange);
    if (position === undefined) continue;
    const { namespace, key, changes } = history;
    const shown = { expected: changeText(changes[position]), found: changeText(ours[position]) };
    yield { what: 'history', file, place: { namespace, key, position }, ...shown };
  }
  const missing = asked.contradiction();
  if (missing === undefined) return undefined;
  const shown = { expected: 'no such change', found: placeText(missing.place) };
  yield { what: 'history', file, place: { ...missing.of, position: 0 }, ...shown };
  return undefined;
}

/** How many of our changes are newer than the answer, which for the rest is ours. */
function laterChanges({ changes }: RecordedHistory, ours: readonly KeyChange[]): number {
  const later = Math.max(0, ours.length - changes.length);
  return firstUnequal(changes, ours.slice(later), sameChange) === undefined ? later : 0;
}

interface MissingChange {
  readonly of: { readonly namespace: string; readonly key: string };
  readonly place: Place;
}

/** Whether answers can all have been given at one moment: what one has must be older than what another lacks. */
class AskedBefore {
  #newestSeen = -1n;
  #oldestMissing: MissingChange | undefined;

  /** `places` are all of the key, oldest first; the answer lacks the `later` newest of them. */
  note({ namespace, key }: RecordedHistory, places: readonly Place[], later: number): void {
    const seen = places.at(-1 - later);
    const missing = later === 0 ? undefined : places.at(-later);
    if (seen !== undefined && seen.block > this.#newestSeen) this.#newestSeen = seen.block;
    const oldest = this.#oldestMissing?.place.block;
    if (missing !== undefined && (oldest === undefined || missing.block < oldest))
      this.#oldestMissing = { of: { namespace, key }, place: missing };
  }

  /** A change that is missing though it is no newer than one that was seen. */
  contradiction(): MissingChange | undefined {
    const missing = this.#oldestMissing;
    return missing !== undefined && missing.place.block <= this.#newestSeen ? missing : undefined;
  }
}

function sameChange(a: KeyChange | undefined, b: KeyChange | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return changeText(a) === changeText(b) && Buffer.compare(a.value, b.value) === 0;
}

function changeText(change: KeyChange | undefined): string {
  if (change === undefined) return 'no such change';
  const { txId, isDelete, value, timestamp } = change;
  const what = `${isDelete ? 'delete' : 'write'} of ${shownBytes(value)}`;
  const time = `${timestamp?.seconds ?? 0n}.${String(timestamp?.nanos ?? 0).padStart(9, '0')}`;
  return `${what} by ${txId} at ${time}`;
}

/** Compare where every key was written; the ledger's index may have no further key, either. */
export async function* compareHistoryIndex(
  file: string,
  read: () => AsyncIterable<RecordedPlaces>,
  ledger: LedgerReading,
  tally: Tally,
): AsyncGenerator<Difference, undefined> {
  const theirs = new KeyCensus();
  for await (const { namespace, key, places } of read()) {
    theirs.add(namespace, key);
    tally.indexedKeys++;
    tally.indexEntries += places.length;
    const found = await ledger.places(namespace, key);
    const position = firstUnequal(places, found, samePlace);
    if (position === undefined) continue;
    const place = { namespace, key, position };
    const expected = placeText(places[position]);
    yield { what: 'history index', file, place, expected, found: placeText(found[position]) };
  }
  const ours = new KeyCensus();
  for await (const { namespace, key } of ledger.historyKeys()) ours.add(namespace, key);
  if (!ours.equals(theirs)) yield* furtherKeys(file, read, ledger);
  return undefined;
}

function firstUnequal<T>(
  recorded: readonly T[],
  found: readonly T[],
  same: (a: T | undefined, b: T | undefined) => boolean,
): number | undefined {
  const length = Math.max(recorded.length, found.length);
  for (let i = 0; i < length; i++) {
    if (!same(recorded[i], found[i])) return i;
  }
  return undefined;
}

const samePlace = (a: Place | undefined, b: Place | undefined): boolean =>
  a !== undefined && b !== undefined && a.block === b.block && a.index === b.index;

const placeText = (place: Place | undefined): string =>
  place === undefined ? 'none' : `block ${place.block} transaction ${place.index}`;

async function* furtherKeys(
  file: string,
  read: () => AsyncIterable<RecordedPlaces>,
  ledger: LedgerReading,
): AsyncGenerator<Difference, undefined> {
  const known = new Set<string>();
  for await (const { namespace, key } of read()) {
    const id = censusKey(namespace, key);
    if (known.has(id)) throw new RecordFault(file, 0, `key ${JSON.stringify(key)} occurs twice`);
    known.add(id);
  }
  for await (const { namespace, key } of ledger.historyKeys()) {
    if (known.has(censusKey(namespace, key))) continue;
    const [first] = await ledger.places(namespace, key);
    const place = { namespace, key };
    yield { what: 'history index', file, place, expected: 'no such key', found: placeText(first) };
  }
  return undefined;
}
