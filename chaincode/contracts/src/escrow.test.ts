// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../test-support/quiet-fabric.js';
import { describe, expect, test } from '@jest/globals';
import { LedgerError } from '@argosy/domain/errors';
import type { Examination } from '@argosy/domain/examination/examination';
import { functionName } from '@argosy/domain/possible-actions';
import { aTitle, billName, holders } from '../../domain/test-support/bills.js';
import { aCredit, theDrawings } from '../../domain/test-support/credits.js';
import { members } from '../../domain/test-support/network.js';
import {
  anExamination,
  aPresentation,
  presentationReference as presentation,
} from '../../domain/test-support/presentations.js';
import { aCalendarRecord } from '../../domain/test-support/register.js';
import { staff } from '../test-support/identities.js';
import type { Ledger, Submission } from '../test-support/ledger/ledger.js';
import { code } from '../test-support/ledger/validation-codes.js';
import { ledgerWith, readPossession } from '../test-support/possessing.js';
import { inEscrow, recordsOf } from '../test-support/titles.js';

// Without the carrier's peer, and without anybody's but the two banks'.
const endorsedBy = ['ExportBankMSP', 'ImportBankMSP'];
const seconds = Date.parse('2026-05-25T09:00:00.000Z') / 1000;

async function act(
  ledger: Ledger,
  by: 'issuingBank' | 'beneficiary',
  [document, action, command]: readonly [string, string, object],
): Promise<Submission> {
  const signer = await staff(members[by], by === 'issuingBank' ? 'tradeOfficer' : 'trader');
  const args = [functionName(document, action), JSON.stringify(command), '0e'.repeat(32)];
  return ledger.submit({ by: signer, args, endorsedBy, seconds });
}

const presented = aPresentation({ bill: billName });
const examined = (status: Examination['status'], of = presentation) =>
  ledgerWith([
    aCredit(),
    presented,
    anExamination({ status }),
    aCalendarRecord(),
    ...recordsOf(inEscrow(of)),
  ]);

describe('a bill that is presented', () => {
  const lodged = aPresentation({ bill: billName, status: 'lodging' });
  const complete = ['presentation', 'complete', { reference: presentation }] as const;
  const before = [aCredit(), theDrawings(), lodged, aCalendarRecord()];

  test('goes into the bank’s escrow in the transaction of its presentation', async () => {
    const ledger = ledgerWith([...before, ...recordsOf(aTitle())]);
    const { message, code: validity } = await act(ledger, 'beneficiary', complete);
    expect([message, validity]).toEqual(['', code.VALID]);
    expect(await readPossession(ledger, 'Get')).toMatchObject({
      status: 'escrowed',
      possessor: holders.issuingBank,
      escrow: { presentation },
    });
  });

  test('cannot be in escrow for another presentation already: no double financing', async () => {
    const ledger = ledgerWith([...before, ...recordsOf(inEscrow('OTHER-1'))]);
    const { message } = await act(ledger, 'beneficiary', complete);
    expect(LedgerError.parse(message)?.details).toMatchObject({
      document: 'possession',
      action: 'escrow',
    });
    expect(await readPossession(ledger, 'Get')).toMatchObject({
      escrow: { presentation: 'OTHER-1' },
    });
  });
});

describe('with the carrier’s peer stopped', () => {
  test('honour gives the bill to the applicant in the same transaction', async () => {
    const ledger = examined('complying');
    const honour = ['examination', 'honour', { presentation }] as const;
    const { message, code: validity } = await act(ledger, 'issuingBank', honour);
    expect([message, validity]).toEqual(['', code.VALID]);
    expect(await readPossession(ledger, 'Get')).toMatchObject({
      status: 'held',
      openedBy: 'release',
      possessor: holders.applicant,
      guards: ['ImportBankMSP'],
    });
  });

  test('a refusal that returns the documents gives it back in the same transaction', async () => {
    const ledger = examined('examining');
    const discrepancies = [{ text: 'Invoice not signed' }];
    const notice = { presentation, discrepancies, disposition: 'return' };
    const refuse = ['examination', 'refuse', notice] as const;
    const { message, code: validity } = await act(ledger, 'issuingBank', refuse);
    expect([message, validity]).toEqual(['', code.VALID]);
    expect(await readPossession(ledger, 'Get')).toMatchObject({
      status: 'held',
      openedBy: 'giveBack',
      possessor: holders.beneficiary,
    });
  });

  test('nothing is released that is in escrow for another presentation', async () => {
    const honour = ['examination', 'honour', { presentation }] as const;
    const { message } = await act(examined('complying', 'OTHER-1'), 'issuingBank', honour);
    expect(LedgerError.parse(message)?.code).toBe('ESCROW_OTHER_PRESENTATION');
  });
});
