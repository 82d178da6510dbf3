import { compareEndState } from '@argosy/ledger/replay/compare-end-state';
import type { Difference } from '@argosy/ledger/replay/difference';
import { recordedFolder } from '@argosy/ledger/replay/recorded-folder';
import type { CompanionFile } from '@argosy/ledger/replay/recorded-folder';
import { beginLedger } from '@argosy/ledger/replay/replayed-ledger';
import type { ReplayedLedger } from '@argosy/ledger/replay/replayed-ledger';
import { replay } from '@argosy/ledger/replay/replay';
import { emptyTally } from '@argosy/ledger/replay/tally';
import { commitAhead } from '@argosy/ledger/pipeline';
import { Block, Metadata } from '@argosy/protocol/messages/common';
import { decode, encode } from '@argosy/protocol/wire';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AlteredRecords } from '../support/altered-record.js';
import type { Path } from '../support/altered-record.js';
import { recordedBlocks, recordedFolder as folderOf } from '../support/recorded.js';

const original = folderOf('f-config');
const records = new AlteredRecords(original);
afterAll(() => records.remove());

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('one thing changed in what was recorded of the end is the one difference:', () => {
  let begun: ReplayedLedger;

  beforeAll(async () => {
    const [genesis, ...blocks] = recordedBlocks('f-config');
    begun = await beginLedger(genesis ?? Buffer.alloc(0));
    for await (const _ of commitAhead(begun.ledger, blocks)) continue;
  }, 60_000);
  afterAll(() => begun.close());

  async function differencesIn(name: CompanionFile, folder: string): Promise<Difference[]> {
    const file = recordedFolder(folder).companions[name];
    if (file === undefined) throw new Error(`${name} is missing`);
    const found: Difference[] = [];
    for await (const one of compareEndState(name, file, begun.reading, emptyTally()))
      found.push(one);
    return found;
  }

  const e4 = { namespace: 'vec', key: 'e4' };
  const p2 = '3946ca64ff78d93ca61090a437cbb6b3d2ca0d488f5f9ccf3059608368b27693';
  const inB = { namespace: 'vec', collection: 'collB', key: p2 };
  const valueOfP2 = 'a318c24216defe206feeb73ef5be00033fa9c4a74d0b967f6532a26ca5906d3b';
  const hashesOfB = ['fromStateDb', 'vec', 'collB', 'hashes'] as const;
  const noHash = '00'.repeat(32);
  const newest = '08a65203536d624cd6c7bf9895043e2914cd37009648742215ebe255062e4166';
  const hot1 = { namespace: 'vec', key: 'hot1' };

  test.each<[string, CompanionFile, Path, unknown, Omit<Difference, 'file'>]>([
    [
      'a value',
      'state.json',
      ['vec', 'e4', 'value'],
      base64('another'),
      { what: 'value', place: e4, expected: '616e6f74686572', found: '76373733353638' },
    ],
    [
      'the block of a version',
      'state.json',
      ['vec', 'e4', 'version'],
      [41, 6],
      {
        what: 'version',
        place: e4,
        expected: 'block 41 transaction 6',
        found: 'block 40 transaction 6',
      },
    ],
    [
      'the transaction of a version',
      'state.json',
      ['vec', 'e4', 'version'],
      [40, 7],
      {
        what: 'version',
        place: e4,
        expected: 'block 40 transaction 7',
        found: 'block 40 transaction 6',
      },
    ],
    [
      'the policy of a key',
      'state.json',
      ['vec', 'e4', 'metadata', 'VALIDATION_PARAMETER'],
      base64('x'),
      {
        what: 'metadata',
        place: e4,
        expected: 'VALIDATION_PARAMETER=eA==',
        found: 'VALIDATION_PARAMETER=EgIIABoNEgsKB09yZzFNU1AQAQ==',
      },
    ],
    [
      'a policy that is gone',
      'state.json',
      ['vec', 'e4', 'metadata'],
      undefined,
      {
        what: 'metadata',
        place: e4,
        expected: '(none)',
        found: 'VALIDATION_PARAMETER=EgIIABoNEgsKB09yZzFNU1AQAQ==',
      },
    ],
    [
      'a further metadata entry',
      'state.json',
      ['vec', 'e4', 'metadata', 'other'],
      '',
      {
        what: 'metadata',
        place: e4,
        expected: 'VALIDATION_PARAMETER=EgIIABoNEgsKB09yZzFNU1AQAQ==, other=',
        found: 'VALIDATION_PARAMETER=EgIIABoNEgsKB09yZzFNU1AQAQ==',
      },
    ],
    [
      'a further key',
      'state.json',
      ['vec', 'zz'],
      { value: '', version: [3, 1] },
      {
        what: 'public key',
        place: { namespace: 'vec', key: 'zz' },
        expected: 'written at block 3 transaction 1',
        found: 'no such key',
      },
    ],
    [
      'a key that is missing',
      'state.json',
      ['vec', 'e4'],
      undefined,
      {
        what: 'public key',
        place: e4,
        expected: 'no such key',
        found: 'one written at block 40 transaction 6',
      },
    ],
    [
      'a private hash',
      'private.json',
      [...hashesOfB, p2, 'valueHash'],
      noHash,
      { what: 'private hash', place: inB, expected: noHash, found: valueOfP2 },
    ],
    [
      'the metadata of a private hash',
      'private.json',
      [...hashesOfB, p2, 'metadata'],
      { a: 'eA==' },
      { what: 'metadata', place: inB, expected: 'a=eA==', found: '(none)' },
    ],
    [
      'a further private hash',
      'private.json',
      [...hashesOfB, noHash],
      { valueHash: p2, version: [9, 9] },
      {
        what: 'private hash',
        place: { ...inB, key: noHash },
        expected: 'written at block 9 transaction 9',
        found: 'no such key',
      },
    ],
    [
      'a clear private value',
      'private.json',
      ['fromStateDb', 'vec', 'collB', 'clear', 'Org2MSP', 'p2', 'value'],
      base64('++'),
      {
        what: 'clear value',
        place: { ...inB, member: 'Org2MSP' },
        // The value itself is not told.
        expected: 'hash cfc0c0607a3380f7975346b30c14af8284f5493d9781b0ed847f499f01b4768e',
        found: valueOfP2,
      },
    ],
    [
      'what a chaincode was answered',
      'private.json',
      ['asReadByChaincode', 'collA', 'p2', 'hash'],
      base64('0'.repeat(32)),
      {
        what: 'chaincode answer',
        place: { namespace: 'vec', collection: 'collA', key: p2 },
        expected: '30'.repeat(32),
        found: '(none)',
      },
    ],
    [
      'a clear value that a chaincode was answered',
      'private.json',
      ['asReadByChaincode', 'collC', 'p0', 'clear', 'Org3MSP'],
      base64('++'),
      {
        what: 'chaincode answer',
        place: {
          collection: 'collC',
          key: '169b5b823c62b64ca7e5f8456a13c8d5d06f4ece522a58bc2b8a784dcf3609b0',
          member: 'Org3MSP',
        },
        expected: 'hash cfc0c0607a3380f7975346b30c14af8284f5493d9781b0ed847f499f01b4768e',
        found: Buffer.from('UF7rv47akBtTmklelqAqEbR0oFc2zt+SxxhbqZX8xTc=', 'base64').toString(
          'hex',
        ),
      },
    ],
    [
      'a value of a history',
      'history.json',
      ['vec', 'hot1', 0, 'value'],
      base64('-8'),
      {
        what: 'history',
        place: { ...hot1, position: 0 },
        expected: `write of 2d38 by ${newest} at 1795225469.368000000`,
        found: `write of 2d37 by ${newest} at 1795225469.368000000`,
      },
    ],
    [
      'a time in a history',
      'history.json',
      ['vec', 'hot1', 0, 'timestamp', 'nanos'],
      368000001,
      {
        what: 'history',
        place: { ...hot1, position: 0 },
        expected: `write of 2d37 by ${newest} at 1795225469.368000001`,
        found: `write of 2d37 by ${newest} at 1795225469.368000000`,
      },
    ],
    [
      'a delete in a history',
      'history.json',
      ['vec', 'hot1', 0, 'isDelete'],
      true,
      {
        what: 'history',
        place: { ...hot1, position: 0 },
        expected: `delete of 2d37 by ${newest} at 1795225469.368000000`,
        found: `write of 2d37 by ${newest} at 1795225469.368000000`,
      },
    ],
    [
      'an answered history without its newest change',
      'history.json',
      ['vec', 'hot1', 0],
      undefined,
      {
        what: 'history',
        place: { ...hot1, position: 0 },
        expected: 'no such change',
        found: 'block 95 transaction 0',
      },
    ],
    [
      'a place in the history index',
      'history-index.json',
      ['vec', 'e4', 0],
      [40, 5],
      {
        what: 'history index',
        place: { ...e4, position: 0 },
        expected: 'block 40 transaction 5',
        found: 'block 40 transaction 3',
      },
    ],
    [
      'a further key of the history index',
      'history-index.json',
      ['vec', 'zz'],
      [[40, 5]],
      {
        what: 'history index',
        place: { namespace: 'vec', key: 'zz', position: 0 },
        expected: 'block 40 transaction 5',
        found: 'none',
      },
    ],
    [
      'a key that the history index lacks',
      'history-index.json',
      ['vec', 'e4'],
      undefined,
      {
        what: 'history index',
        place: e4,
        expected: 'no such key',
        found: 'block 40 transaction 3',
      },
    ],
  ])('%s', async (_, file, path, value, difference) => {
    expect(await differencesIn(file, records.withJson(file, path, value))).toEqual([
      { file, ...difference },
    ]);
  });

  test('a version of a private hash, which its clear values have too', async () => {
    const folder = records.withJson('private.json', [...hashesOfB, p2, 'version'], [10, 1]);
    const [first, ...others] = await differencesIn('private.json', folder);
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      what: 'version',
      place: inB,
      expected: 'block 10 transaction 1',
    });
  });

  test('a private hash that is missing', async () => {
    const folder = records.withJson('private.json', [...hashesOfB, p2], undefined);
    expect(await differencesIn('private.json', folder)).toMatchObject([
      { what: 'private hash', place: inB, expected: 'no such key' },
    ]);
  });

  test('an answered history without one of its older changes', async () => {
    const folder = records.withJson('history.json', ['vec', 'hot1', 1], undefined);
    expect(await differencesIn('history.json', folder)).toMatchObject([
      { what: 'history', place: { ...hot1, position: 1 } },
    ]);
  });

  test('while nothing changed is no difference', async () => {
    for (const name of [
      'state.json',
      'private.json',
      'history.json',
      'history-index.json',
    ] as const)
      expect(await differencesIn(name, original)).toEqual([]);
  });
});

describe('one thing changed in what was recorded of a block is the first difference:', () => {
  const firstDifference = async (folder: string): Promise<Difference | undefined> =>
    (await replay(recordedFolder(folder))).differences[0];

  const transaction = {
    index: 0,
    txId: '76dc401a90732900624186442fe76300048568d14aebfad4b3ac585f1bb7ef2a',
    label: '_implicit_org_Org1MSP/p5: put, endorsed by 2,3',
  };
  const commitHash = '9a79629356526a81b185f0bc177eda4907c9e3c3a850058240ae8eac0eae488f';
  const wrong = 'ab'.repeat(32);

  test.each<[string, Path, unknown, Partial<Difference>]>([
    [
      'a flag',
      ['txs', 0, 'code'],
      0,
      {
        what: 'validation code',
        place: { block: 6n, transaction },
        expected: 'VALID',
        found: 'ENDORSEMENT_POLICY_FAILURE',
        reason: expect.stringContaining('_implicit_org_Org1MSP') as unknown as string,
      },
    ],
    [
      'the name of a flag',
      ['txs', 0, 'name'],
      'VALID',
      { what: 'code name', expected: 'VALID', found: 'ENDORSEMENT_POLICY_FAILURE' },
    ],
    [
      'a commit hash',
      ['commitHash'],
      wrong,
      { what: 'commit hash', place: { block: 6n }, expected: wrong, found: commitHash },
    ],
    [
      'a commit hash that is gone',
      ['commitHash'],
      null,
      { what: 'commit hash', place: { block: 6n }, expected: '(none)', found: commitHash },
    ],
    ['a header hash', ['headerHash'], wrong, { what: 'header hash', expected: wrong }],
    ['a previous hash', ['previousHash'], wrong, { what: 'previous hash', expected: wrong }],
    ['a data hash', ['dataHash'], wrong, { what: 'data hash', expected: wrong }],
    [
      'a transaction id',
      ['txs', 0, 'txId'],
      wrong,
      { what: 'transaction id', expected: wrong, found: transaction.txId },
    ],
    ['a type', ['txs', 0, 'type'], 1, { what: 'header type', expected: '1', found: '3' }],
    [
      'a transaction too many',
      ['txs', 1],
      { i: 1, txId: '', type: 0, label: '', code: 0, name: 'VALID' },
      { what: 'transaction count', expected: '2', found: '1' },
    ],
    ['a number', ['number'], 7, { what: 'number', expected: '7', found: '6' }],
  ])('%s', async (_, path, value, difference) => {
    const folder = records.withJson('expected.json', ['blocks', 6, ...path], value);
    expect(await firstDifference(folder)).toMatchObject({ file: 'expected.json', ...difference });
  });

  /** blocks.bin with a block of which metadata or entries are changed. */
  function withBlock(
    number: number,
    alter: (metadata: Uint8Array[], entries: Uint8Array[]) => void,
  ): string {
    const blocks = recordedBlocks('f-config').map((bytes, i) => {
      if (i !== number) return bytes;
      const block = decode(Block, bytes);
      alter(block.metadata?.metadata ?? [], block.data?.data ?? []);
      return encode(Block, block);
    });
    return records.with(
      'blocks.bin',
      Buffer.concat(blocks.flatMap((it) => [varint(it.length), it])),
    );
  }

  function varint(value: number): Buffer {
    const bytes: number[] = [];
    for (let rest = value; ; rest >>>= 7) {
      if (rest < 0x80) return Buffer.from([...bytes, rest]);
      bytes.push((rest & 0x7f) | 0x80);
    }
  }

  test("a flag in the block's own metadata", async () => {
    const folder = withBlock(6, (metadata) => (metadata[2] = Buffer.of(0)));
    expect(await firstDifference(folder)).toMatchObject({
      what: 'validation code',
      file: 'blocks.bin',
      place: { block: 6n, transaction },
      expected: 'VALID',
      found: 'ENDORSEMENT_POLICY_FAILURE',
    });
  });

  test("a commit hash in the block's own metadata", async () => {
    const slot = encode(Metadata, { value: Buffer.from(wrong, 'hex') });
    const folder = withBlock(6, (metadata) => (metadata[4] = slot));
    expect(await firstDifference(folder)).toEqual({
      what: 'commit hash',
      file: 'blocks.bin',
      place: { block: 6n },
      expected: wrong,
      found: commitHash,
    });
  });

  test('a transaction, and so the hash of the data', async () => {
    const folder = withBlock(
      6,
      (_, entries) => (entries[0] = Buffer.from(entries[0] ?? []).fill(1, 900, 901)),
    );
    expect(await firstDifference(folder)).toMatchObject({
      what: 'data hash',
      place: { block: 6n },
    });
  });

  test('the signatures of a block, which must be refused then', async () => {
    const folder = withBlock(6, (metadata) => (metadata[0] = Buffer.alloc(0)));
    const { differences, notCompared } = await replay(recordedFolder(folder));
    expect(differences).toMatchObject([
      { what: 'block', place: { block: 6n }, found: 'one that must be refused' },
    ]);
    expect(notCompared).toContain('state.json: block 6 was refused');
  });

  test('a block that expected.json does not have, and one that it has too many', async () => {
    const lacking = records.withJson('expected.json', ['blocks', 127], undefined);
    expect(await firstDifference(lacking)).toMatchObject({
      what: 'block',
      place: { block: 127n },
      expected: 'no such block',
    });
    const blocks = records.content('blocks.bin');
    const last = recordedBlocks('f-config').at(-1) ?? Buffer.alloc(0);
    const end = blocks.length - last.length - varint(last.length).length;
    expect(
      await firstDifference(records.with('blocks.bin', blocks.subarray(0, end))),
    ).toMatchObject({
      what: 'block',
      place: { block: 127n },
      found: 'no such block',
    });
  });
});
