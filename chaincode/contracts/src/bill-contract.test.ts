// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../test-support/quiet-fabric.js';
import { describe, expect, test } from '@jest/globals';
import { LedgerError } from '@argosy/domain/errors';
import type { LedgerRecord } from '@argosy/domain/shared/document';
import { implicitCollection, sealRecordText } from '@argosy/domain/shared/record-text';
import { aTitle, billName, holders } from '../../domain/test-support/bills.js';
import { members } from '../../domain/test-support/network.js';
import { staff } from '../test-support/identities.js';
import type { Submission } from '../test-support/ledger/ledger.js';
import { code } from '../test-support/ledger/validation-codes.js';
import { keyOf } from '../test-support/planted.js';
import {
  issue,
  ledgerWith,
  possess,
  readPossession,
  submit,
  transferTo,
} from '../test-support/possessing.js';

const changesIn = ({ events }: Submission) => {
  const [, payload = ''] = events[0] ?? [];
  const { changes } = JSON.parse(payload) as { changes: { type: string; parts: string[] }[] };
  return changes.map(({ type, parts }) => `${type} ${parts.slice(2).join(' ')}`.trim());
};

test('a bill goes from its carrier through four hands, and back', async () => {
  const ledger = ledgerWith();
  const acts = [
    ['carrier', issue({ title: { type: 'toOrder' } })],
    ['beneficiary', possess('endorseToOrder', { endorsee: holders.issuingBank })],
    ['beneficiary', transferTo('advisingBank')],
    ['advisingBank', possess('rejectTransfer', { reason: 'Not ours' })],
    ['beneficiary', transferTo('issuingBank')],
    ['issuingBank', possess('endorseInBlank')],
    ['issuingBank', transferTo('applicant')],
    ['applicant', possess('surrender', { request: { for: 'delivery' } })],
    ['carrier', possess('rejectSurrender', { reason: 'The freight is not paid' })],
    ['applicant', possess('surrender', { request: { for: 'delivery' } })],
    ['carrier', possess('acceptSurrender')],
  ] as const;
  const changes: string[][] = [];
  for (const [by, act] of acts) {
    const submission = await submit(ledger, by, act);
    expect([submission.message, submission.code]).toEqual(['', code.VALID]);
    changes.push(changesIn(submission));
  }
  expect(changes).toEqual([
    ['BillIssued', 'PossessionBegun first'],
    ['BillEndorsedToOrder first'],
    ['BillTransferred first', 'PossessionReceived tx3'],
    ['BillTransferRejected tx3', 'PossessionReceivedBack tx4'],
    ['BillTransferred tx4', 'PossessionReceived tx5'],
    ['BillEndorsedInBlank tx5'],
    ['BillTransferred tx5', 'PossessionReceived tx7'],
    ['BillSurrenderRequested tx7', 'PossessionReceivedForSurrender tx8'],
    ['BillSurrenderRejected tx8', 'PossessionReceivedBackFromCarrier tx9'],
    ['BillSurrenderRequested tx9', 'PossessionReceivedForSurrender tx10'],
    ['BillSurrenderAccepted tx10', 'BillSurrendered'],
  ]);
  expect(await readPossession(ledger, 'Get')).toMatchObject({ status: 'surrendered', number: 8 });
  const chain = (await readPossession(ledger, 'GetChain')) as { possessor: { msp: string } }[];
  expect(chain.map(({ possessor }) => possessor.msp)).toEqual([
    'ExporterMSP',
    'ExportBankMSP',
    'ExporterMSP',
    'ImportBankMSP',
    'ImporterMSP',
    'CarrierMSP',
    'ImporterMSP',
    'CarrierMSP',
  ]);
  const { code: late } = await submit(ledger, 'applicant', transferTo('issuingBank'));
  expect(late).toBeUndefined();
});

describe('a bill', () => {
  test('is sealed by its carrier’s peer, without which it cannot be issued', async () => {
    const ledger = ledgerWith();
    const banks = ['ImportBankMSP', 'ExportBankMSP'];
    const unsealed = await submit(ledger, 'carrier', issue(), { endorsedBy: banks });
    expect(unsealed.code).toBe(code.ENDORSEMENT_POLICY_FAILURE);
    const { payload, ...issued } = await submit(ledger, 'carrier', issue());
    expect(issued.code).toBe(code.VALID);
    const bill = JSON.parse(payload) as LedgerRecord;
    const sealed = ledger.readPrivate(implicitCollection('CarrierMSP'), keyOf(bill));
    expect(sealed).toBe(sealRecordText(bill.seal));
  });

  test('cannot be issued where somebody has put a first possession before', async () => {
    const { message } = await submit(ledgerWith([aTitle().head]), 'carrier', issue());
    expect(LedgerError.parse(message)?.code).toBe('RECORD_ALREADY_EXISTS');
  });

  test('names members only', async () => {
    const stranger = { msp: 'StrangerMSP', name: 'Nobody knows' };
    const title = { type: 'straight', consignee: stranger } as const;
    const { message } = await submit(ledgerWith(), 'carrier', issue({ title }));
    expect(LedgerError.parse(message)?.details).toEqual({ field: 'consignee', msp: stranger.msp });
  });

  test('is read by its name', async () => {
    const by = await staff(members.auditor, 'auditor');
    const { bill, chain } = aTitle();
    const ledger = ledgerWith([bill, ...chain]);
    const get = (...name: string[]) => ledger.endorse({ by, args: ['bill:Get', ...name] });
    const { payload } = await get(billName.carrierCode, billName.reference);
    expect(JSON.parse(payload)).toEqual(bill);
    const unknown = await get('MABL', 'NONE');
    expect(LedgerError.parse(unknown.message)?.code).toBe('RECORD_NOT_FOUND');
    const malformed = await get('mabl', 'NONE');
    expect(LedgerError.parse(malformed.message)?.code).toBe('INPUT_INVALID');
  });
});
