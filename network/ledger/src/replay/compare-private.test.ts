import { sha256 } from '@argosy/protocol/crypto';
import { describe, expect, test } from '@jest/globals';
import { metadataKey } from '../definitions.js';
import { hashedSpace } from '../spaces.js';
import { compareAnswers } from './compare-private.js';
import type { Difference } from './difference.js';
import type { LedgerReading } from './ledger-reading.js';
import type { RecordedAnswer } from './recorded-state.js';
import { emptyTally } from './tally.js';

const version = { blockNum: 1n, txNum: 0n };
const hashOf = (text: string): string => sha256(Buffer.from(text)).toString('hex');

/** A ledger with these chaincodes, and under `chaincode/collection/key` these clear values, known by hash. */
function ledgerOf(
  chaincodes: readonly string[],
  values: Readonly<Record<string, string>>,
): LedgerReading {
  const hashes = new Map(
    Object.entries(values).map(([path, value]) => {
      const [chaincode = '', collection = '', key = ''] = path.split('/');
      return [hashedSpace(chaincode, collection) + hashOf(key), sha256(Buffer.from(value))];
    }),
  );
  return {
    get: (space, key) => {
      const value = hashes.get(space + key);
      return value && { value, metadata: [], version };
    },
    entries: async function* () {
      for (const name of chaincodes) yield { space: '_lifecycle', key: metadataKey(name) };
    },
    history: () => {
      throw new Error('nobody asks for it');
    },
    places: () => Promise.resolve([]),
    historyKeys: async function* () {
      yield* [];
    },
  };
}

const answer = (key: string, value: string): RecordedAnswer => ({
  collection: 'c',
  key,
  hash: value === '' ? '' : hashOf(value),
  clear: [],
});

async function differences(
  ledger: LedgerReading,
  answers: RecordedAnswer[],
): Promise<Difference[]> {
  const found: Difference[] = [];
  const recorded = (async function* () {
    yield* answers;
  })();
  for await (const one of compareAnswers('private.json', recorded, ledger, emptyTally()))
    found.push(one);
  return found;
}

describe('answers to a chaincode that is not named', () => {
  const values = { 'a/c/x': '1', 'b/c/x': '2', 'b/c/y': '3' };
  const two = ledgerOf(['a', 'b'], values);

  test('are those of any one chaincode', async () => {
    expect(await differences(two, [answer('x', '1'), answer('y', '')])).toEqual([]);
    expect(await differences(two, [answer('x', '2'), answer('y', '3')])).toEqual([]);
  });

  test('but not partly of one and partly of another', async () => {
    expect(await differences(two, [answer('x', '1'), answer('y', '3'), answer('z', '')])).toEqual([
      {
        what: 'chaincode answer',
        file: 'private.json',
        place: { namespace: 'a', collection: 'c', key: hashOf('y') },
        expected: hashOf('3'),
        found: '(none)',
      },
    ]);
  });

  test('may be that there is nothing, where all private data is gone', async () => {
    expect(await differences(ledgerOf(['a'], {}), [answer('x', '')])).toEqual([]);
    expect(await differences(ledgerOf([], {}), [answer('x', '')])).toHaveLength(1);
  });

  test('must hash to what the ledger has', async () => {
    const wrong = { ...answer('x', '1'), clear: [{ member: 'Org1MSP', value: Buffer.from('2') }] };
    expect(await differences(two, [wrong])).toMatchObject([
      { place: { member: 'Org1MSP' }, expected: `hash ${hashOf('2')}`, found: hashOf('1') },
    ]);
  });
});
