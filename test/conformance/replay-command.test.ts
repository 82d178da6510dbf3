import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { replayLedger } from 'argosy/commands/ledger-replay';
import { traceCommand } from 'argosy/commands/tx-trace';
import { afterAll, beforeEach, afterEach, describe, expect, jest, test } from '@jest/globals';
import { AlteredRecords } from '../support/altered-record.js';
import { recordedFolder } from '../support/recorded.js';

const ledger = recordedFolder('f-config');
const records = new AlteredRecords(ledger);
const scratch = mkdtempSync(join(tmpdir(), 'argosy-command-'));
afterAll(() => {
  records.remove();
  rmSync(scratch, { recursive: true });
});

let out: string;
let err: string;
beforeEach(() => {
  out = '';
  err = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

const events = (): Record<string, unknown>[] =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('argosy ledger replay', () => {
  test('says what was compared, and exits with 0 where all is equal', async () => {
    expect(await replayLedger(ledger, {})).toBe(0);
    expect(out).toContain('Compared: 128 blocks with 625 transactions');
    expect(out).toMatch(/\b625 {2}validation codes, with expected\.json/);
    expect(out).toMatch(/\b541 {2}entries of the history index/);
    expect(out).toContain('Equal: judged anew, channel ch1 is what was recorded.');
    expect(out).toMatch(/128 blocks in \d+\.\d s: [\d,]+ transactions\/s, [\d,]+ signatures\/s/);
    expect(out).not.toContain('not compared');
    expect(err).toBe('');
  });

  test('names the first difference, and exits with 1', async () => {
    const folder = records.withJson('expected.json', ['blocks', 6, 'txs', 0, 'code'], 0);
    expect(await replayLedger(folder, {})).toBe(1);
    expect(out).toContain(
      'block 6, transaction 0 (76dc401a90732900 "_implicit_org_Org1MSP/p5: put, endorsed by 2,3"): validation code: expected VALID by expected.json, found ENDORSEMENT_POLICY_FAILURE (',
    );
    expect(out).toContain('Channel ch1 is not what was recorded.');
    expect(out).toContain('not compared: state.json: the differences above came first');
  });

  test('prints JSON lines for programs', async () => {
    const wrong = 'ab'.repeat(32);
    const folder = records.withJson('expected.json', ['blocks', 3, 'commitHash'], wrong);
    expect(await replayLedger(folder, { json: true })).toBe(1);
    expect(events()).toMatchObject([
      { event: 'replay', folder },
      {
        event: 'difference',
        difference: { what: 'commit hash', place: { block: 3 }, expected: wrong },
      },
      { event: 'end', equal: false, channel: 'ch1', compared: { blocks: 4 } },
    ]);
  });

  test('a further key in the state is a difference, too', async () => {
    const further = { value: '', version: [1, 0] };
    const folder = records.withJson('state.json', ['vec3', 'further'], further);
    expect(await replayLedger(folder, { json: true })).toBe(1);
    expect(events()[1]).toMatchObject({ difference: { what: 'public key' } });
  });

  test('stops where it is told, and says what it did not compare', async () => {
    expect(await replayLedger(ledger, { until: 20n, json: true })).toBe(0);
    expect(events().at(-1)).toMatchObject({
      equal: true,
      compared: { blocks: 21 },
      notCompared: ['state.json', 'private.json', 'history.json', 'history-index.json'].map(
        (name) => `${name}: stopped after block 20`,
      ),
    });
  });

  test('needs the blocks only, and says what is missing', async () => {
    const blocks = records.with('blocks.bin', records.content('blocks.bin'));
    const without = new AlteredRecords(blocks).with('expected.json', undefined);
    expect(await replayLedger(without, { until: 5n, json: true })).toBe(0);
    expect(events().at(-1)).toMatchObject({
      compared: { codes: 0, commitHashes: 0, storedCommitHashes: 5 },
      notCompared: expect.arrayContaining(['expected.json: it is not in the folder']) as unknown,
    });
    rmSync(without, { recursive: true, force: true });
  });

  const blocks = records.content('blocks.bin');
  const packed = readFileSync(join(ledger, 'blocks.bin.gz'));
  test.each([
    ['a truncated gzip file', 'blocks.bin.gz', packed.subarray(0, 60_000)],
    ['a truncated file', 'blocks.bin', blocks.subarray(0, 300_000)],
    ['an empty file', 'blocks.bin', Buffer.alloc(0)],
    ['a file of something else', 'blocks.bin', Buffer.from('{"blocks":[]}')],
    ['a ledger without its beginning', 'blocks.bin', blocks.subarray(firstBlockLength(blocks))],
    ['a truncated record', 'expected.json', records.content('expected.json').subarray(0, 9000)],
    ['a record of another form', 'expected.json', Buffer.from('{"blocks":[{"number":"0"}]}')],
    ['a truncated state', 'state.json', records.content('state.json').subarray(0, 9000)],
  ])('%s is named with the place, and exits with 2', async (_, name, content) => {
    expect(
      await replayLedger(records.with(name, content), {
        until: name === 'state.json' ? 999n : 30n,
      }),
    ).toBe(2);
    expect(err).toMatch(new RegExp(`${name.replaceAll('.', '\\.')}, byte \\d+: `));
  });

  test('a folder that is none exits with 2', async () => {
    expect(await replayLedger(join(scratch, 'nowhere'), {})).toBe(2);
    expect(err).toContain('there is no folder');
  });

  test('keeps the ledger in a folder, which must be empty', async () => {
    const database = join(scratch, 'database');
    expect(await replayLedger(ledger, { database, until: 3n })).toBe(0);
    expect(await replayLedger(ledger, { database, until: 3n })).toBe(2);
    expect(err).toContain('holds 4 blocks already');
  });

  /** Of the first block with its length, which takes three bytes. */
  function firstBlockLength(bytes: Buffer): number {
    const [low = 0, middle = 0, high = 0] = bytes;
    return 3 + (low & 0x7f) + ((middle & 0x7f) << 7) + (high << 14);
  }
});

describe('argosy tx trace', () => {
  const txId = '76dc401a90732900624186442fe76300048568d14aebfad4b3ac585f1bb7ef2a';
  const explained = {
    explanation: {
      block: 6,
      index: 0,
      txId,
      name: 'ENDORSEMENT_POLICY_FAILURE',
      finding: { namespace: 'vec', collection: '_implicit_org_Org1MSP' },
      policies: [
        { of: 'collection', met: false, signers: [{ mspId: 'Org2MSP' }, { mspId: 'Org3MSP' }] },
      ],
    },
    label: '_implicit_org_Org1MSP/p5: put, endorsed by 2,3',
    recordedCode: 10,
  };

  test.each([txId, '6/0'])('explains %s', async (which) => {
    expect(await traceCommand(which, { ledger, json: true })).toBe(0);
    expect(events()).toMatchObject([explained]);
  });

  test('explains an id that was used again wherever it stands', async () => {
    const expected = JSON.parse(records.content('expected.json').toString()) as {
      blocks: { number: number; txs: { txId: string; name: string }[] }[];
    };
    const again = expected.blocks
      .flatMap(({ txs }) => txs)
      .find((it) => it.name === 'DUPLICATE_TXID');
    expect(await traceCommand(again?.txId ?? '', { ledger })).toBe(0);
    const [first, second] = events();
    expect(first).toMatchObject({ explanation: { txId: again?.txId } });
    expect(second).toMatchObject({ explanation: { txId: again?.txId, name: 'DUPLICATE_TXID' } });
  });

  test('tells a person the same in sentences', async () => {
    const isTTY = process.stdout.isTTY;
    process.stdout.isTTY = true;
    try {
      expect(await traceCommand('6/0', { ledger })).toBe(0);
    } finally {
      process.stdout.isTTY = isTTY;
    }
    const plain = stripVTControlCharacters(out);
    expect(plain).toContain('✗ ENDORSEMENT_POLICY_FAILURE  Those who had to agree to it did not.');
    expect(plain).toContain('✓ Org2MSP peer CN=peer0.org2.test, OU=peer serial ');
    expect(plain).toContain(
      'asks for /Channel/Application/Org1MSP/Endorsement: 1 of (Org1MSP.peer)',
    );
  });

  test.each(['0000', '6/1', '9999/0'])('exits with 4 where there is no %s', async (which) => {
    expect(await traceCommand(which, { ledger })).toBe(4);
    expect(err).toContain(`has no transaction ${which}`);
  });

  test('exits with 2 where there is no ledger', async () => {
    writeFileSync(join(scratch, 'file'), '');
    expect(await traceCommand('6/0', { ledger: join(scratch, 'file') })).toBe(2);
  });
});
