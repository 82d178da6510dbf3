import type { MetadataEntry, StateEntry } from '../state.js';
import { spaceParts } from './space-parts.js';
import { sameVersion } from '../version.js';
import type { Version } from '../version.js';
import { shownBytes } from './difference.js';
import type { Difference, DifferencePlace } from './difference.js';
import { KeyCensus, censusKey } from './key-census.js';
import type { LedgerReading } from './ledger-reading.js';
import { RecordFault } from './record-fault.js';
import type { RecordedKey } from './recorded-state.js';
import type { Tally } from './tally.js';

/** A recorded part of the world state. */
export interface RecordedKeys {
  readonly file: string;
  readonly kind: 'public' | 'hashed';
  /** Reads the record from its beginning. */
  readonly read: () => AsyncIterable<RecordedKey>;
}

/** Compare every key with its value, version and metadata; the ledger may have no further key, either. */
export async function* compareKeys(
  recorded: RecordedKeys,
  ledger: LedgerReading,
  tally: Tally,
): AsyncGenerator<Difference, undefined> {
  const theirs = new KeyCensus();
  for await (const { space, key, entry } of recorded.read()) {
    theirs.add(space, key);
    count(recorded.kind, entry, tally);
    yield* compareEntry(recorded, { space, key, entry }, ledger.get(space, key));
  }
  const ours = new KeyCensus();
  for await (const { space, key } of ledger.entries()) {
    if (kindOf(space) === recorded.kind) ours.add(space, key);
  }
  if (!ours.equals(theirs)) yield* furtherKeys(recorded, ledger);
  return undefined;
}

function count(kind: RecordedKeys['kind'], { metadata }: StateEntry, tally: Tally): void {
  if (kind === 'public') tally.publicKeys++;
  else tally.privateHashes++;
  if (metadata.length > 0) tally.withMetadata++;
}

function* compareEntry(
  { file, kind }: RecordedKeys,
  { space, key, entry }: RecordedKey,
  found: StateEntry | undefined,
): Generator<Difference, undefined> {
  const place = keyPlace(space, key);
  if (found === undefined) {
    const expected = `written at ${versionText(entry.version)}`;
    yield { what: keyName[kind], file, place, expected, found: 'no such key' };
    return undefined;
  }
  if (Buffer.compare(entry.value, found.value) !== 0) {
    const [expected, ours] = [shownBytes(entry.value), shownBytes(found.value)];
    yield {
      what: kind === 'public' ? 'value' : 'private hash',
      file,
      place,
      expected,
      found: ours,
    };
  }
  if (!sameVersion(entry.version, found.version)) {
    const [expected, ours] = [versionText(entry.version), versionText(found.version)];
    yield { what: 'version', file, place, expected, found: ours };
  }
  const [expected, ours] = [metadataText(entry.metadata), metadataText(found.metadata)];
  if (expected !== ours) yield { what: 'metadata', file, place, expected, found: ours };
  return undefined;
}

/** Name the keys that the record does not have. Only now are its keys held in memory. */
async function* furtherKeys(
  recorded: RecordedKeys,
  ledger: LedgerReading,
): AsyncGenerator<Difference, undefined> {
  const { file, kind } = recorded;
  const known = new Set<string>();
  for await (const { space, key } of recorded.read()) {
    const id = censusKey(space, key);
    if (known.has(id)) throw new RecordFault(file, 0, `key ${JSON.stringify(key)} occurs twice`);
    known.add(id);
  }
  for await (const { space, key } of ledger.entries()) {
    if (kindOf(space) !== kind || known.has(censusKey(space, key))) continue;
    const version = ledger.get(space, key)?.version;
    const found = `one written at ${version === undefined ? '?' : versionText(version)}`;
    const place = keyPlace(space, key);
    yield { what: keyName[kind], file, place, expected: 'no such key', found };
  }
  return undefined;
}

const keyName = { public: 'public key', hashed: 'private hash' } as const;

function kindOf(space: string): 'public' | 'hashed' | 'clear' {
  return spaceParts(space).kind;
}

function keyPlace(space: string, key: string): DifferencePlace {
  const { namespace, collection } = spaceParts(space);
  return { namespace, ...(collection === undefined ? {} : { collection }), key };
}

export const versionText = ({ blockNum, txNum }: Version): string =>
  `block ${blockNum} transaction ${txNum}`;

/** By name, as a peer's database has it; of several with one name the last counts. */
function metadataText(metadata: readonly MetadataEntry[]): string {
  const byName = new Map(metadata.map(({ name, value }) => [name, value]));
  const names = [...byName.keys()].sort();
  if (names.length === 0) return '(none)';
  return names
    .map((name) => `${name}=${Buffer.from(byName.get(name) ?? []).toString('base64')}`)
    .join(', ');
}
