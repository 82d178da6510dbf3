// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../test-support/quiet-fabric.js';
import { describe, expect, test } from '@jest/globals';
import type { Possession } from '@argosy/domain/bill/possession';
import { LedgerError } from '@argosy/domain/errors';
import { encodeRecord } from '@argosy/domain/shared/record-text';
import { aTitle, holders } from '../../domain/test-support/bills.js';
import type { Ledger } from '../test-support/ledger/ledger.js';
import { code } from '../test-support/ledger/validation-codes.js';
import { keyOf, plantUnsealed } from '../test-support/planted.js';
import { ledgerWith, readPossession, submit, transferTo } from '../test-support/possessing.js';
import { heldByBank, recordsOf } from '../test-support/titles.js';

const everybody = ['CarrierMSP', 'ExportBankMSP', 'ImportBankMSP'];

describe('whoever has passed a bill on', () => {
  const passed = async () => {
    const { head } = aTitle();
    const ledger = ledgerWith(recordsOf(aTitle()));
    const transfer = await submit(ledger, 'beneficiary', transferTo('issuingBank'));
    expect(transfer.code).toBe(code.VALID);
    const closed = JSON.parse(ledger.read(keyOf(head)) ?? '') as Possession;
    return { ledger, closed, transfer };
  };

  test.each([
    ['its sponsor’s peer and the carrier’s', ['CarrierMSP', 'ExportBankMSP']],
    ['every peer of the channel', everybody],
  ])('cannot point to another successor with %s', async (_, endorsedBy) => {
    const { ledger, closed, transfer } = await passed();
    const next = { transactionId: 'again', sha256: '00'.repeat(32) };
    const again = { ...closed, closed: { by: 'transfer' as const, next } };
    const value = Buffer.from(encodeRecord(again));
    const writes = [{ key: keyOf(closed), value }];
    const nothing = { reads: [], rangeReads: [], privateReads: [], privateWrites: [] };
    const forged = {
      ...transfer,
      ...nothing,
      metadataWrites: [],
      writes,
      txId: 'again',
      endorsedBy,
    };
    expect(ledger.commit([forged])).toEqual([code.ENDORSEMENT_POLICY_FAILURE]);
    expect(await readPossession(ledger, 'Get')).toMatchObject({ possessor: holders.issuingBank });
  });

  test('has its peer keep what it was at the end', async () => {
    const { transfer, closed } = await passed();
    const kept = transfer.privateWrites.filter(({ key }) => key === keyOf(closed));
    expect(kept.map(({ collection }) => collection)).toEqual(['_implicit_org_ExportBankMSP']);
  });
});

describe('title is broken', () => {
  const { bill, chain, head } = heldByBank();
  const [first] = chain as readonly [Possession, Possession];

  const brokenIn = async (ledger: Ledger) => {
    const { message } = await submit(ledger, 'issuingBank', transferTo('applicant'));
    expect(LedgerError.parse(message)).toMatchObject({
      code: 'BILL_TITLE_BROKEN',
      details: { number: 1, problem: 'its possessor’s peer has not closed it for good' },
    });
  };

  test('where the possessor before did not seal what it closed', async () => {
    const ledger = ledgerWith([bill, head]);
    plantUnsealed(ledger, first);
    await brokenIn(ledger);
  });

  test('where it could still change it', async () => {
    const ledger = ledgerWith([bill, first, head]);
    ledger.plant(keyOf(first), encodeRecord(first));
    await brokenIn(ledger);
  });
});
