import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { kindOf } from '@argosy/domain/documents';
import type { LedgerRecord } from '@argosy/domain/shared/document';
import { encodeRecord } from '@argosy/domain/shared/record-text';
import { compareStatements } from 'argosy/audit/compare-statements';
import type { WrittenRecord } from 'argosy/audit/found-documents';
import { aTitle } from '../../chaincode/domain/test-support/bills.js';
import { aDeclaration, aLicence, grant } from '../../chaincode/domain/test-support/border.js';
import { aPresentation, aReceipt } from '../../chaincode/domain/test-support/presentations.js';

const clearing = 'c1'.repeat(32);
const surrendering = 'd1'.repeat(32);
const other = 'ee'.repeat(32);

const sha256 = (record: LedgerRecord): string =>
  createHash('sha256').update(encodeRecord(record)).digest('hex');

function written(record: LedgerRecord, transactionId = other): WrittenRecord {
  const { kind, status } = record;
  const parts = kindOf(record).parts(record);
  return { kind, parts, status, text: encodeRecord(record), block: 7, transactionId };
}

const found = (...all: readonly WrittenRecord[]) => ({
  counting: all,
  writtenBy: (id: string) => all.filter(({ transactionId }) => transactionId === id),
});

const wrong = (trade: readonly WrittenRecord[], border: readonly WrittenRecord[]) =>
  compareStatements(
    new Map([
      ['trade', found(...trade)],
      ['border', found(...border)],
    ]),
  );

/** What is wrong in words, behind the name of what was named. */
const problems = (...at: Parameters<typeof wrong>) =>
  wrong(...at).differences.map(({ sentence }) => sentence.replace(/^.*names .*?: /, ''));

const head = aTitle().head;
const surrendered = { ...head, status: 'surrendered' as const };
const { carrierCode, reference } = head;

function declarationNaming(change: object = {}) {
  const { goods } = aDeclaration({ status: 'cleared' });
  const bill = {
    ...{ carrierCode, reference, transactionId: surrendering, sha256: sha256(surrendered) },
    ...change,
  };
  return aDeclaration({ status: 'cleared', goods: { ...goods, bill } });
}

const cleared = declarationNaming();
const clearance = {
  declaration: cleared.reference,
  transactionId: clearing,
  sha256: sha256(cleared),
};
const theSurrender = written(surrendered, surrendering);
const theClearance = written(cleared, clearing);

test('a receipt and a declaration that name what there is are compared, and found right', () => {
  const right = wrong([written(aReceipt({ clearance })), theSurrender], [theClearance]);
  expect(right).toEqual({ compared: 2, differences: [], notCompared: [] });
});

test('a receipt that names no clearance says nothing of another channel', () => {
  const { clearance: _, ...receipt } = aReceipt();
  expect(wrong([written(receipt)], [])).toEqual({ compared: 0, differences: [], notCompared: [] });
});

describe('the clearance that a receipt names', () => {
  test.each([
    ['by another transaction', { transactionId: other }, 'no such transaction wrote declaration'],
    [
      'of another declaration',
      { declaration: 'DE-OTHER' },
      'no such transaction wrote declaration DE-OTHER there',
    ],
    [
      'with another hash',
      { sha256: other },
      `what that transaction wrote has not the hash ${other}`,
    ],
  ])('%s', (_, change, problem) => {
    const receipt = written(aReceipt({ clearance: { ...clearance, ...change } }));
    const [found = '', ...more] = problems([receipt, theSurrender], [theClearance]);
    expect(found).toContain(problem);
    expect(more).toEqual([]);
  });

  test('that the customs refused', () => {
    const refused = { ...cleared, status: 'refused' as const };
    const named = { ...clearance, sha256: sha256(refused) };
    const receipt = written(aReceipt({ clearance: named }));
    expect(problems([receipt, theSurrender], [written(refused, clearing)])).toEqual([
      'the record is refused there, and not cleared',
    ]);
  });

  test('is named by block, transaction and receipt', () => {
    const receipt = written(aReceipt({ clearance: { ...clearance, sha256: other } }), 'ab12');
    const { differences } = wrong([receipt, theSurrender], [theClearance]);
    const document = ['receipt', aReceipt().presentation];
    expect(differences).toMatchObject([
      { channel: 'trade', item: 'statement', block: 7, transaction: 'ab12', document },
    ]);
  });
});

describe('the surrender that a declaration names', () => {
  test.each([
    [
      'of another bill',
      { reference: 'NSA0000000000' },
      `no such transaction wrote possession or bill ${carrierCode} NSA0000000000 there`,
    ],
    [
      'by another transaction',
      { transactionId: other },
      `no such transaction wrote possession or bill ${carrierCode} ${reference} there`,
    ],
    [
      'with another hash',
      { sha256: other },
      `what that transaction wrote has not the hash ${other}`,
    ],
  ])('%s', (_, change, problem) => {
    expect(problems([theSurrender], [written(declarationNaming(change))])).toEqual([problem]);
  });

  test('that was only asked for', () => {
    const asked = written({ ...head, status: 'held' as const }, surrendering);
    const named = { sha256: sha256({ ...head, status: 'held' as const }) };
    expect(problems([asked], [written(declarationNaming(named))])).toEqual([
      'the record is held there, and not surrendered',
    ]);
  });
});

describe('the export licence that is presented', () => {
  const presenting = (hash: string) => {
    const { documents } = aPresentation();
    return written(
      aPresentation({ documents: [...documents, { type: 'exportLicence', sha256: hash }] }),
    );
  };

  test('is the certificate of a licence', () => {
    const border = [written(aLicence())];
    expect(problems([presenting(grant.certificateSha256)], border)).toEqual([]);
  });

  test.each([
    ['of no licence', other, [written(aLicence())]],
    [
      'of a licence that was never issued',
      grant.certificateSha256,
      [written(aLicence({ status: 'applied' }))],
    ],
  ])('%s', (_, hash, border) => {
    expect(problems([presenting(hash)], border)).toEqual([
      'no licence on border has a certificate with that hash',
    ]);
  });
});

test('what is said of a channel that was not audited is not compared, and told', () => {
  const { compared, notCompared } = compareStatements(
    new Map([['trade', found(written(aReceipt({ clearance })))]]),
  );
  expect(compared).toBe(0);
  expect(notCompared).toEqual([
    `trade: the clearance of declaration ${clearance.declaration} by transaction ${clearing} that receipt ${aReceipt().presentation} names, as border was not audited`,
  ]);
});
