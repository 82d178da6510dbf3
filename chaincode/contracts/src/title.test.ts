// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../test-support/quiet-fabric.js';
import { describe, expect, test } from '@jest/globals';
import type { Bill } from '@argosy/domain/bill/bill';
import type { Possession } from '@argosy/domain/bill/possession';
import { LedgerError } from '@argosy/domain/errors';
import type { LedgerRecord } from '@argosy/domain/shared/document';
import { billName, holders } from '../../domain/test-support/bills.js';
import { heldRecords } from '../test-support/held-records.js';
import {
  heldByBank,
  inEscrow,
  longChain,
  passedOn,
  recordsOf,
  surrenderAccepted,
  surrenderAsked,
} from '../test-support/titles.js';
import { findTitle } from './title.js';

const found = (records: readonly LedgerRecord[]) => findTitle(heldRecords(records), billName);

/** Where and why title is broken; nothing where it is not. */
async function brokenAt(records: readonly LedgerRecord[]): Promise<string> {
  try {
    await found(records);
    return '';
  } catch (error) {
    if (!(error instanceof LedgerError) || error.code !== 'BILL_TITLE_BROKEN') throw error;
    expect(error.details).toMatchObject(billName);
    const [, where = error.sentence] = error.sentence.split(' at number ');
    return where;
  }
}

describe('title is found', () => {
  test.each([
    ['held', heldByBank, 2],
    ['escrowed', inEscrow, 2],
    ['surrenderRequested', surrenderAsked, 3],
    ['surrendered', surrenderAccepted, 3],
    ['held', passedOn, 3],
    ['held', () => longChain(40), 40],
  ] as const)('with who has the bill: %s', async (status, title, number) => {
    const { head, chain, bill } = await found(recordsOf(title()));
    expect(head).toEqual(title().head);
    expect([head.status, head.number]).toEqual([status, number]);
    expect(chain.map((it) => it.number)).toEqual(chain.map((_, index) => index + 1));
    expect(bill).toEqual(title().bill);
  });

  test('only where there is a bill', async () => {
    await expect(found([])).rejects.toMatchObject({ code: 'RECORD_NOT_FOUND' });
  });
});

describe('title is broken', () => {
  const { bill, chain } = passedOn();
  const [first, second, third] = chain as readonly [Possession, Possession, Possession];
  const thief = holders.advisingBank;
  const { closed: _closed, ...reopened } = second;
  const inBlank = [{ by: 'endorseInBlank', title: { type: 'blank' } }] as const;
  const elsewhere = { transactionId: 'forged', sha256: '00'.repeat(32) };

  test.each<[string, string, readonly (Bill | Possession)[]]>([
    [
      'where the carrier has changed the bill',
      '1: it is of a bill with other content.',
      [{ ...bill, portOfDischarge: 'PTOPO' }, first, second, third],
    ],
    ['without a first possession', '1: it is missing.', [bill, second, third]],
    ['where a possession is missing', '3: it is missing.', [bill, first, second]],
    [
      'where a possession is another’s than whom it was passed to',
      '3: it is not what the one before was closed with.',
      [bill, first, second, { ...third, possessor: thief }],
    ],
    [
      'where a possession was opened with another title',
      '3: it is not what the one before was closed with.',
      [bill, first, second, { ...third, title: { type: 'blank' } }],
    ],
    [
      'where an earlier possessor endorses the bill afterwards',
      '3: it does not follow from the one before.',
      [bill, first, { ...second, endorsements: [...inBlank] }, third],
    ],
    [
      'where a possession points elsewhere',
      '3: it is missing.',
      [bill, first, { ...second, closed: { by: 'transfer', next: elsewhere } }, third],
    ],
    [
      'where a possession points to one that is not its successor',
      '3: it has another number.',
      [
        bill,
        first,
        { ...second, closed: { by: 'transfer', next: { ...elsewhere, transactionId: 'third' } } },
        { ...third, number: 4 },
      ],
    ],
    [
      'where the first was given another holder than the bill',
      '1: no act of the rules makes it so.',
      [bill, { ...first, possessor: thief }, second, third],
    ],
    [
      'where its possessor endorsed what is to another’s order',
      '3: no act of the rules makes it so.',
      [bill, first, second, { ...third, endorsements: [...inBlank] }],
    ],
    [
      'where a closed possession says that it is open',
      '2: no act of the rules makes it so.',
      [bill, first, { ...second, status: 'held' }, third],
    ],
    [
      'where an open possession says that it is closed',
      '2: no act of the rules makes it so.',
      [bill, first, { ...reopened, status: 'passedOn' }, third],
    ],
  ])('%s', async (_, problem, records) => {
    expect(await brokenAt(records)).toBe(problem);
  });

  test('by nothing else than what is planted here', async () => {
    expect(await brokenAt([bill, first, second, third])).toBe('');
  });
});
