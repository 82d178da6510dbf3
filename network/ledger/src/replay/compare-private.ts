import { sha256 } from '@argosy/protocol/crypto';
import { LIFECYCLE, metadataKey } from '../definitions.js';
import { hashedSpace } from '../spaces.js';
import { sameVersion } from '../version.js';
import { shownHash } from './difference.js';
import type { Difference } from './difference.js';
import type { LedgerReading } from './ledger-reading.js';
import type { RecordedAnswer, RecordedClearValue } from './recorded-state.js';
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
 * What a chaincode got when it asked for private keys. The record does not say which chaincode: it is one of the channel's, so the
 * answers are held against each of them, and the one that agrees longest is meant.
 */
export async function* compareAnswers(
  file: string,
  recorded: AsyncIterable<RecordedAnswer>,
  ledger: LedgerReading,
  tally: Tally,
): AsyncGenerator<Difference, undefined> {
  const candidates = await chaincodesOf(ledger);
  for await (const answer of recorded) {
    tally.answers++;
    const unequal = clearUnequal(file, answer);
    if (unequal !== undefined) yield unequal;
    let last: Difference | undefined;
    for (const chaincode of [...candidates]) {
      const difference = answerDifference(file, chaincode, answer, ledger);
      if (difference === undefined) continue;
      last = difference;
      candidates.delete(chaincode);
    }
    if (candidates.size > 0) continue;
    // Nobody agrees with this answer who agreed with all before.
    yield last ?? noChaincode(file, answer);
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

const noChaincode = (file: string, { collection, key, hash }: RecordedAnswer): Difference => ({
  what: 'chaincode answer',
  file,
  place: { collection, key: keyHash(key) },
  expected: shownHash(hash),
  found: 'no chaincode on the channel',
});

/** The chaincodes that are defined: the names under which `_lifecycle` keeps their definitions. */
async function chaincodesOf(ledger: LedgerReading): Promise<Set<string>> {
  const chaincodes = new Set<string>();
  for await (const { space, key } of ledger.entries()) {
    const name = space === LIFECYCLE ? definedName(key) : undefined;
    if (name !== undefined) chaincodes.add(name);
  }
  return chaincodes;
}

const definition = metadataKey('');
const definedName = (key: string): string | undefined =>
  key.startsWith(definition) ? key.slice(definition.length) : undefined;
