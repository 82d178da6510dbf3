import { hashedSpace } from '../spaces.js';
import type { StateEntry } from '../state.js';
import type { Version } from '../version.js';
import { jsonEntries } from './json-entries.js';
import type { JsonEntry } from './json-entries.js';
import type { RecordedFile } from './recorded-file.js';
import { RecordedValue, requirePath, toDepth } from './recorded-values.js';

/** A key of the recorded state: of a chaincode, or the hash of one in a collection. */
export interface RecordedKey {
  readonly space: string;
  readonly key: string;
  readonly entry: StateEntry;
}

/** A clear private value as a member's peer had it. */
export interface RecordedClearValue {
  readonly chaincode: string;
  readonly collection: string;
  readonly member: string;
  readonly key: string;
  readonly value: Buffer;
  readonly version: Version;
}

/** What a chaincode got when it asked for a private key. */
export interface RecordedAnswer {
  readonly collection: string;
  readonly key: string;
  /** Hex; '' for no such key. */
  readonly hash: string;
  /** By organisation; one that got none, or an error, is left out. */
  readonly clear: readonly { readonly member: string; readonly value: Buffer }[];
}

/** state.json: the public state, of every namespace. */
export async function* recordedState(file: RecordedFile): AsyncGenerator<RecordedKey, undefined> {
  for await (const entry of jsonEntries(file, toDepth(2))) {
    const [space, key] = requirePath(file.name, entry, 2);
    const value = new RecordedValue(file.name, entry);
    yield { space, key, entry: { value: value.bytes('value'), ...standing(value) } };
  }
  return undefined;
}

/** private.json: the hashes of private data, of every collection. */
export async function* recordedHashes(file: RecordedFile): AsyncGenerator<RecordedKey, undefined> {
  for await (const entry of privatePart(file, 'hashes')) {
    const [, chaincode, collection, , key = ''] = requirePath(file.name, entry, 5);
    const value = new RecordedValue(file.name, entry);
    const hash = Buffer.from(value.hash('valueHash'), 'hex');
    const space = hashedSpace(chaincode, collection ?? '');
    yield { space, key, entry: { value: hash, ...standing(value) } };
  }
  return undefined;
}

/** private.json: the clear private values of every member. */
export async function* recordedClearValues(
  file: RecordedFile,
): AsyncGenerator<RecordedClearValue, undefined> {
  for await (const entry of privatePart(file, 'clear')) {
    const path = requirePath(file.name, entry, 6);
    const [, chaincode, collection = '', , member = '', key = ''] = path;
    const value = new RecordedValue(file.name, entry);
    const version = value.version('version');
    yield { chaincode, collection, member, key, value: value.bytes('value'), version };
  }
  return undefined;
}

/** private.json: what chaincodes got when they asked for private keys. */
export async function* recordedAnswers(
  file: RecordedFile,
): AsyncGenerator<RecordedAnswer, undefined> {
  for await (const entry of jsonEntries(file, entersPrivate)) {
    if (entry.path[0] !== 'asReadByChaincode') continue;
    const [, collection, key = ''] = requirePath(file.name, entry, 3);
    const value = new RecordedValue(file.name, entry);
    const clear = value.inner('clear');
    // Where an organisation's peer had no data, the chaincode's error stands in place of the text.
    const members = clear.names().filter((it) => clear.isText(it) && clear.text(it) !== '');
    yield {
      collection,
      key,
      hash: value.bytes('hash').toString('hex'),
      clear: members.map((member) => ({ member, value: clear.bytes(member) })),
    };
  }
  return undefined;
}

async function* privatePart(
  file: RecordedFile,
  part: 'hashes' | 'clear',
): AsyncGenerator<JsonEntry, undefined> {
  for await (const entry of jsonEntries(file, entersPrivate)) {
    if (entry.path[0] === 'fromStateDb' && entry.path[3] === part) yield entry;
  }
  return undefined;
}

/** A section, then chaincode, collection, part, and in `clear` a member; or a section, then collection and key. */
function entersPrivate(path: readonly string[]): boolean {
  if (path[0] === 'asReadByChaincode') return path.length < 3;
  return path.length < (path[3] === 'clear' ? 6 : 5);
}

const standing = (value: RecordedValue): Pick<StateEntry, 'version' | 'metadata'> => ({
  version: value.version('version'),
  metadata: value.metadata('metadata'),
});
