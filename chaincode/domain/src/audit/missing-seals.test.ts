import { describe, expect, test } from '@jest/globals';
import { aCredit } from '../../test-support/credits.js';
import { aMember } from '../../test-support/network.js';
import { aTitle } from '../../test-support/bills.js';
import { possessionDocument } from '../bill/possession.js';
import { creditDocument } from '../credit/credit.js';
import { memberDocument } from '../register/member.js';
import type { Party } from '../shared/document.js';
import { missingSeals } from './missing-seals.js';

const guards = ['ExportBankMSP', 'ImportBankMSP'];
const keyHash = 'a1'.repeat(32);
const sealHash = 'b2'.repeat(32);

/** What a transaction wrote in the banks' own collections. */
function wrote(values: Record<string, string>) {
  return (collection: string, key: string) => (key === keyHash ? values[collection] : undefined);
}

const both = wrote({
  _implicit_org_ExportBankMSP: sealHash,
  _implicit_org_ImportBankMSP: sealHash,
});
const itself = ({ msp }: Party): readonly string[] => [msp];
const voters = undefined;
const creation = { record: aCredit({ guards }), keyHash, sealHash, written: both, voters };

describe('a new record', () => {
  test('lacks nothing where each guard keeps its seal and each bound party has its guard', () => {
    expect(missingSeals(creditDocument, { ...creation, everGuards: itself })).toEqual([]);
  });

  test.each([
    ['wrote nothing', {}],
    ['keeps another seal', { _implicit_org_ExportBankMSP: 'c3'.repeat(32) }],
  ])('lacks the guard that %s', (_case, change) => {
    const written = wrote({ _implicit_org_ImportBankMSP: sealHash, ...change });
    const found = missingSeals(creditDocument, { ...creation, written, everGuards: itself });
    expect(found).toEqual(['ExportBankMSP']);
  });

  test('lacks the guard that keeps the seal of another key', () => {
    const found = missingSeals(creditDocument, {
      ...creation,
      keyHash: 'd4'.repeat(32),
      everGuards: itself,
    });
    expect(found).toEqual(guards);
  });

  test('lacks a bound party that is left out of its guards, though all that it names keep its seal', () => {
    const record = aCredit({ guards: ['ImportBankMSP'] });
    const found = missingSeals(creditDocument, { ...creation, record, everGuards: itself });
    expect(found).toEqual(['ExportBankMSP']);
  });

  test('is covered by a former guard of a party, and by nobody where the register does not know the party', () => {
    const record = aCredit({ guards: ['ImportBankMSP'] });
    const former = ({ msp }: Party) => (msp === 'ExportBankMSP' ? ['X', 'ImportBankMSP'] : [msp]);
    expect(missingSeals(creditDocument, { ...creation, record, everGuards: former })).toEqual([]);
    const unknown = missingSeals(creditDocument, { ...creation, everGuards: () => [] });
    expect(unknown).toEqual(['ImportBankMSP', 'ExportBankMSP']);
  });

  test('of a kind that nobody seals lacks nothing', () => {
    const possession = { ...creation, record: aTitle().head, written: wrote({}) };
    expect(missingSeals(possessionDocument, { ...possession, everGuards: itself })).toEqual([]);
  });

  test('of the register lacks each voter that is not among its guards, whatever voters it names itself', () => {
    const some = aMember({ guards, origin: { ...aMember().origin, voters: guards } });
    const entry = { ...creation, record: some, everGuards: itself };
    expect(missingSeals(memberDocument, { ...entry, voters: guards })).toEqual([]);
    expect(missingSeals(memberDocument, { ...entry, voters: undefined })).toEqual([]);
    const all = [...guards, 'CarrierMSP'];
    expect(missingSeals(memberDocument, { ...entry, voters: all })).toEqual(['CarrierMSP']);
  });
});
