import { jsonEntries } from './json-entries.js';
import type { RecordedFile } from './recorded-file.js';
import { RecordedValue, placeOf, recordFault, requirePath, toDepth } from './recorded-values.js';
import type { Place } from './recorded-values.js';

/** What a peer answered when it was asked for the history of a key. */
export interface RecordedHistory {
  readonly namespace: string;
  readonly key: string;
  /** Newest first. */
  readonly changes: readonly RecordedChange[];
}

export interface RecordedChange {
  readonly txId: string;
  readonly value: Buffer;
  readonly isDelete: boolean;
  readonly timestamp: { readonly seconds: bigint; readonly nanos: number };
}

/** What a peer's history index holds of a key. */
export interface RecordedPlaces {
  readonly namespace: string;
  readonly key: string;
  /** Oldest first. */
  readonly places: readonly Place[];
}

/** history.json: the history of chosen keys. */
export async function* recordedHistory(
  file: RecordedFile,
): AsyncGenerator<RecordedHistory, undefined> {
  for await (const entry of jsonEntries(file, toDepth(2))) {
    const [namespace, key] = requirePath(file.name, entry, 2);
    const value = new RecordedValue(file.name, entry, { changes: entry.value });
    yield { namespace, key, changes: value.list('changes').map(changeOf) };
  }
  return undefined;
}

/** history-index.json: where every key was written. */
export async function* recordedPlaces(
  file: RecordedFile,
): AsyncGenerator<RecordedPlaces, undefined> {
  for await (const entry of jsonEntries(file, toDepth(2))) {
    const [namespace, key] = requirePath(file.name, entry, 2);
    const list: unknown[] = Array.isArray(entry.value) ? entry.value : [undefined];
    const places = list.map((it) => {
      const place = placeOf(it);
      if (place !== undefined) return place;
      throw recordFault(file.name, entry, 'a place is not [block, position]');
    });
    yield { namespace, key, places };
  }
  return undefined;
}

function changeOf(value: RecordedValue): RecordedChange {
  const timestamp = value.inner('timestamp');
  return {
    txId: value.text('txId'),
    value: value.bytes('value'),
    isDelete: value.flag('isDelete'),
    timestamp: { seconds: timestamp.digits('seconds'), nanos: timestamp.number('nanos') },
  };
}
