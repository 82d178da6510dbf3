import { sha256 } from '@argosy/protocol/crypto';
import { hashedSpace } from '../spaces.js';
import { sameVersion } from '../version.js';
import { shownHash } from './difference.js';
import type { Difference } from './difference.js';
import type { LedgerReading } from './ledger-reading.js';
import type { RecordedAnswer, RecordedClearValue } from './recorded-state.js';
import { spaceParts } from './space-parts.js';
import type { Tally } from './tally.js';

const keyHash = (key: string): string => sha256(Buffer.from(key)).toString('hex');
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** What members' peers had in clear must be what the ledger has the hashes of. The values themselves are never shown. */
export async function* compareClearValues(
  file: string,
  recorded: AsyncIterable<RecordedClearValue>,
  ledger: LedgerReading,
  tally: Tally,
): AsyncGenerator<Difference, undefined> {
  for await (const { chaincode, collection, member, key, value, version } of recorded) {
    const hashed = ledger.get(hashedSpace(chaincode, collection), keyHash(key));
    if (hashed !== undefined && !sameVersion(hashed.version, version)) {
      tally.supersededClearValues++;
      continue;
    }
    tally.clearValues++;
    const expected = sha256(value).toString('hex');
    const found = hashed === undefined ? '' : hex(hashed.value);
    if (expected === found) continue;
    const place = { namespace: chaincode, collection, key: keyHash(key), member };
    const shown = { expected: `hash ${expected}`, found: shownHash(found) };
    yield { what: 'clear value', file, place, ...shown };
  }
  return undefined;
}

/**
 * What a chaincode got when it asked for private keys. The record does not say which chaincode: it is one that has the collection,
 * so the answers are held against each of those, and the one that agrees longest is meant.
 */
export async function* compareAnswers(
  file: string,
  recorded: AsyncIterable<RecordedAnswer>,
  ledger: LedgerReading,
  tally: Tally,
): AsyncGenerator<Difference, undefined> {
  const candidates = new Map<string, Difference | undefined>();
  for (const chaincode of await chaincodesWithCollections(ledger))
    candidates.set(chaincode, undefined);
  let last: Difference | undefined;
  for await (const answer of recorded) {
    tally.answers++;
    const unequal = clearUnequal(file, answer);
    if (unequal !== undefined) yield unequal;
    for (const chaincode of [...candidates.keys()]) {
      last = answerDifference(file, chaincode, answer, ledger);
      if (last !== undefined) candidates.delete(chaincode);
    }
    // Nobody agrees with this answer who agreed with all before.
    if (candidates.size > 0) continue;
    yield last ?? noCollection(file, answer);
    return undefined;
  }
  return undefined;
}

/** An organisation's clear value that is not what the hash was made of. */
function clearUnequal(file: string, answer: RecordedAnswer): Difference | undefined {
  const { collection, key, hash, clear } = answer;
  for (const { member, value } of clear) {
    const made = sha256(value).toString('hex');
    if (made === hash) continue;
    const place = { collection, key: keyHash(key), member };
    return {
      what: 'chaincode answer',
      file,
      place,
      expected: `hash ${made}`,
      found: shownHash(hash),
    };
  }
  return undefined;
}

function answerDifference(
  file: string,
  namespace: string,
  { collection, key, hash }: RecordedAnswer,
  ledger: LedgerReading,
): Difference | undefined {
  const hashed = ledger.get(hashedSpace(namespace, collection), keyHash(key));
  const found = hashed === undefined ? '' : hex(hashed.value);
  if (found === hash) return undefined;
  const place = { namespace, collection, key: keyHash(key) };
  const shown = { expected: shownHash(hash), found: shownHash(found) };
  return { what: 'chaincode answer', file, place, ...shown };
}

const noCollection = (file: string, { collection, key, hash }: RecordedAnswer): Difference => ({
  what: 'chaincode answer',
  file,
  place: { collection, key: keyHash(key) },
  expected: shownHash(hash),
  found: 'no chaincode with private data',
});

async function chaincodesWithCollections(ledger: LedgerReading): Promise<Set<string>> {
  const chaincodes = new Set<string>();
  for await (const { space } of ledger.entries()) {
    const { kind, namespace } = spaceParts(space);
    if (kind === 'hashed' && namespace !== '_lifecycle') chaincodes.add(namespace);
  }
  return chaincodes;
}
