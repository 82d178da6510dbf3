import { stripVTControlCharacters } from 'node:util';
import type { Explanation } from '@argosy/ledger/explain/explanation';
import { describe, expect, test } from '@jest/globals';
import { traceText } from './trace-output.js';

const party = { mspId: 'BankMSP', subject: 'CN=ines', serial: '1f', role: 'client' };
const explanation: Explanation = {
  block: 7n,
  index: 2,
  txId: 'ab12',
  channel: 'trade',
  type: 'endorsed transaction',
  time: '2026-11-21T10:00:00.000Z',
  creator: party,
  code: 11,
  name: 'MVCC_READ_CONFLICT',
  valid: false,
  sentence: 'Something that it read was changed before it was recorded.',
  reason: 'key "a" was read as transaction 0 of block 5 wrote it, and is absent now',
  rule: 'Every key must stand at the version that was read.',
  chaincode: 'argosy',
  event: 'CreditIssued',
  namespaces: [
    {
      namespace: 'argosy',
      reads: [{ key: 'a', version: { blockNum: 5n, txNum: 0n } }, { key: 'b' }],
      ranges: [
        { start: 'c', end: '', exhausted: true, results: [{ key: 'c1' }] },
        { start: 'd', end: 'e', exhausted: false, results: 'summarised' },
      ],
      writes: [
        { key: 'a', isDelete: false, value: Buffer.from('{"x":1}').toString('base64') },
        { key: 'f', isDelete: true, value: '' },
        { key: 'g', isDelete: false, value: Buffer.from([0, 255]).toString('base64') },
      ],
      policies: [
        { key: 'a', entries: [{ name: 'VALIDATION_PARAMETER', text: '1 of (BankMSP.peer)' }] },
        { key: 'f', entries: [] },
      ],
      collections: [
        {
          collection: 'terms',
          reads: [],
          writes: [
            { key: 'aa', isDelete: false, isPurge: false, valueHash: 'bb' },
            { key: 'cc', isDelete: true, isPurge: true, valueHash: '' },
          ],
          policies: [],
        },
      ],
    },
  ],
  endorsements: [{ by: party, signature: 'does not hold' }],
  policies: [
    {
      of: 'key',
      namespace: 'argosy',
      key: 'a',
      policy: '1 of (BankMSP.peer)',
      met: true,
      signers: [],
    },
  ],
};

const ordered = {
  ...{ headerHash: 'ab', dataHash: 'cd', transactions: 3 },
  signatures: [{ by: { mspId: 'OrdererMSP', role: 'orderer' }, signature: 'holds' as const }],
};

describe('a trace tells', () => {
  const lines = stripVTControlCharacters(
    traceText({ explanation, ordered, label: 'read too late', recordedCode: 0 }),
  )
    .split('\n')
    .map((line) => line.trim().replace(/ {2,}/g, ' '));

  test.each([
    ['✗ MVCC_READ_CONFLICT Something that it read was changed before it was recorded.'],
    ['because key "a" was read as transaction 0 of block 5 wrote it, and is absent now'],
    ['rule Every key must stand at the version that was read.'],
    ['place block 7, position 2, channel trade'],
    ['kind endorsed transaction of argosy'],
    ['created by BankMSP client CN=ines serial 1f'],
    ['recorded VALID'],
    ['Read and would have written'],
    ['read "a" at block 5 transaction 0'],
    ['read "b" (no such key)'],
    ['range from "c" to the end: 1 found'],
    ['range from "d" to "e", not read further: many, known by hash'],
    ['write "a" = "{\\"x\\":1}"'],
    ['write "g" = base64 AP8='],
    ['delete "f"'],
    ['policy "a": 1 of (BankMSP.peer)'],
    ['policy "f": none any more'],
    ['write aa = hash bb'],
    ['purge cc'],
    ['✗ BankMSP client CN=ines serial 1f, signature does not hold'],
    ['✓ key "argosy" "a" is met'],
    ['asks for 1 of (BankMSP.peer)'],
    ['✓ OrdererMSP orderer, signature holds'],
  ])('%s', (line) => {
    expect(lines).toContain(line);
  });
});

test('nothing in a transaction can steer the terminal', () => {
  const hostile = 'x\u001b[2J\u009b8m\u202e\r\n';
  const text = traceText({
    explanation: {
      ...explanation,
      txId: hostile,
      reason: hostile,
      creator: { mspId: hostile, problem: hostile },
      namespaces: [
        {
          ...{ reads: [{ key: hostile }], ranges: [], policies: [], collections: [] },
          namespace: hostile,
          writes: [
            { key: hostile, isDelete: false, value: Buffer.from(hostile).toString('base64') },
          ],
        },
      ],
    },
    ordered,
    label: hostile,
  });
  // What colours are made of is ours.
  for (const colour of text.split('\u001b').slice(1)) expect(colour).toMatch(/^\[\d+m/);
  expect(text.replaceAll('\u001b', '')).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  expect(text).toContain('x\\u{1b}[2J\\u{9b}8m\\u{202e}\\u{d}\\n');
});
