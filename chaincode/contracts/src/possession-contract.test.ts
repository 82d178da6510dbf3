// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../test-support/quiet-fabric.js';
import { describe, expect, test } from '@jest/globals';
import { LedgerError } from '@argosy/domain/errors';
import { encodeRecord } from '@argosy/domain/shared/record-text';
import fabricShim from 'fabric-shim';
import { aTitle, holders } from '../../domain/test-support/bills.js';
import { members } from '../../domain/test-support/network.js';
import { rosterOf } from '../../domain/test-support/register.js';
import { code } from '../test-support/ledger/validation-codes.js';
import {
  ledgerWith,
  possess,
  proposalOf,
  readPossession,
  submit,
  transferTo,
} from '../test-support/possessing.js';
import type { Who } from '../test-support/possessing.js';
import { keyOf } from '../test-support/planted.js';
import { heldByBank, inEscrow, recordsOf, surrenderAsked } from '../test-support/titles.js';

describe('a possession', () => {
  const both = ['CarrierMSP', 'ExportBankMSP'];
  test.each([
    ['the possessor’s sponsor and another', both, code.VALID],
    ['everybody but the possessor’s sponsor', ['CarrierMSP', 'ImportBankMSP'], 10],
    ['the possessor’s sponsor alone', ['ExportBankMSP'], 10],
  ])('is passed on by the signatures of %s', async (_, endorsedBy, expected) => {
    const { bill, chain } = aTitle();
    const ledger = ledgerWith([bill, ...chain]);
    const submission = await submit(ledger, 'beneficiary', transferTo('issuingBank'), {
      endorsedBy,
    });
    expect(submission.code).toBe(expected);
  });

  test('is the next possessor’s as soon as it is opened, and no more the last one’s', async () => {
    const ledger = ledgerWith(recordsOf(aTitle()));
    await submit(ledger, 'beneficiary', transferTo('issuingBank'));
    const without = ['CarrierMSP', 'ExportBankMSP'];
    const act = possess('endorseInBlank');
    expect((await submit(ledger, 'issuingBank', act, { endorsedBy: without })).code).toBe(10);
    const withIt = ['CarrierMSP', 'ImportBankMSP'];
    expect((await submit(ledger, 'issuingBank', act, { endorsedBy: withIt })).code).toBe(
      code.VALID,
    );
  });

  test('is passed on once: of two transfers at the same time one is invalid', async () => {
    const ledger = ledgerWith(recordsOf(heldByBank()));
    const proposals = await Promise.all([
      proposalOf('issuingBank', transferTo('applicant')),
      proposalOf('issuingBank', transferTo('advisingBank')),
    ]);
    const submissions = await Promise.all(proposals.map((it) => ledger.submit(it)));
    // The first has closed the key to every signature, which is judged before what was read.
    const { VALID, ENDORSEMENT_POLICY_FAILURE } = code;
    expect(submissions.map((it) => it.code)).toEqual([VALID, ENDORSEMENT_POLICY_FAILURE]);
    expect(await readPossession(ledger, 'Get')).toMatchObject({ possessor: holders.applicant });
  });

  test.each([
    ['keeps its key’s policy with the sponsor of whom it came from', 'ExportBankMSP', undefined],
    ['says that another guards it', 'ExportBankMSP', ['ExportBankMSP']],
    ['has no policy at all', undefined, undefined],
  ])('counts for nothing where it %s', async (_, policy, guards) => {
    const { bill, chain, head } = heldByBank();
    const ledger = ledgerWith([bill, ...chain]);
    const forged = { ...head, guards: guards ?? head.guards };
    ledger.plant(keyOf(head), encodeRecord(forged), policyOf(policy));
    const { message } = await submit(ledger, 'issuingBank', transferTo('applicant'));
    expect(LedgerError.parse(message)).toMatchObject({
      code: 'BILL_TITLE_BROKEN',
      details: { number: 2, problem: 'its possessor’s peer does not guard it' },
    });
  });

  test('that is surrendered waits for the carrier’s peer, and needs no possessor’s', async () => {
    const ledger = ledgerWith(recordsOf(surrenderAsked()));
    const act = possess('acceptSurrender');
    const banks = ['ImportBankMSP', 'ExportBankMSP'];
    expect((await submit(ledger, 'carrier', act, { endorsedBy: banks })).code).toBe(10);
    const withIt = ['CarrierMSP', 'ExportBankMSP'];
    expect((await submit(ledger, 'carrier', act, { endorsedBy: withIt })).code).toBe(code.VALID);
  });

  test('in escrow is named to whoever tries to pass it on', async () => {
    const ledger = ledgerWith(recordsOf(inEscrow()));
    const bank = await submit(ledger, 'issuingBank', transferTo('applicant'));
    expect(LedgerError.parse(bank.message)?.details).toMatchObject({
      current: 'escrowed',
      allowed: ['held'],
    });
    const presenter = await submit(ledger, 'beneficiary', transferTo('applicant'));
    expect(LedgerError.parse(presenter.message)?.details).toMatchObject({
      required: ['possessor'],
      actual: ['predecessor'],
    });
  });

  test('reads keys only, each of them once', async () => {
    const ledger = ledgerWith(recordsOf(heldByBank()));
    const { reads, rangeReads } = await submit(ledger, 'issuingBank', transferTo('applicant'));
    const keys = reads.map(({ key }) => key);
    expect(rangeReads).toEqual([]);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => key.startsWith('\u0000possession'))).toHaveLength(3);
  });
});

describe('who is given or endorsed a bill', () => {
  const suspended = (who: Who) => rosterOf('trade', { [members[who]]: { status: 'suspended' } });
  const stranger = { msp: 'StrangerMSP', name: 'Nobody knows' };

  test.each([
    ['transfer', { to: stranger }, 'MEMBER_UNKNOWN', 'to.msp'],
    ['endorse', { endorsee: stranger }, 'MEMBER_UNKNOWN', 'endorsee.msp'],
    ['endorseToOrder', { endorsee: holders.applicant }, 'MEMBER_SUSPENDED', 'endorsee.msp'],
    ['transfer', { to: holders.applicant }, 'MEMBER_SUSPENDED', 'to.msp'],
  ])('is an active member: %s %j', async (action, command, refusal, field) => {
    const ledger = ledgerWith([...recordsOf(heldByBank()), suspended('applicant')]);
    const { message } = await submit(ledger, 'issuingBank', possess(action, command));
    expect(LedgerError.parse(message)).toMatchObject({ code: refusal, details: { field } });
  });

  test('need not be asked, nor the carrier, even where it is suspended', async () => {
    const ledger = ledgerWith([...recordsOf(heldByBank()), suspended('carrier')]);
    const { code: valid } = await submit(ledger, 'issuingBank', transferTo('applicant'));
    expect(valid).toBe(code.VALID);
  });
});

function policyOf(msp: string | undefined): Buffer | undefined {
  if (msp === undefined) return undefined;
  const policy = new fabricShim.KeyEndorsementPolicy();
  policy.addOrgs('PEER', msp);
  return Buffer.from(policy.getPolicy());
}
