// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../test-support/quiet-fabric.js';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { LedgerError } from '@argosy/domain/errors';
import { functionName } from '@argosy/domain/possible-actions';
import type { LedgerRecord } from '@argosy/domain/shared/document';
import { implicitCollection, sealRecordText } from '@argosy/domain/shared/record-text';
import { anIssue, aTitle, billName, holders } from '../../domain/test-support/bills.js';
import { aMember, members } from '../../domain/test-support/network.js';
import { staff } from '../test-support/identities.js';
import type { Signer } from '../test-support/identities.js';
import type { Ledger, Submission } from '../test-support/ledger/ledger.js';
import { code } from '../test-support/ledger/validation-codes.js';
import { registeredLedger } from '../test-support/networks.js';
import { keyOf, plant } from '../test-support/planted.js';
import { heldByBank, inEscrow, recordsOf, surrenderAsked } from '../test-support/titles.js';

type Who = 'carrier' | 'beneficiary' | 'issuingBank' | 'advisingBank' | 'applicant';

const roles = {
  carrier: 'carrierOfficer',
  beneficiary: 'trader',
  issuingBank: 'tradeOfficer',
  advisingBank: 'tradeSupervisor',
  applicant: 'trader',
} as const;
const people = new Map<Who, Signer>();
const names: readonly Who[] = [
  'carrier',
  'beneficiary',
  'issuingBank',
  'advisingBank',
  'applicant',
];
beforeAll(async () => {
  for (const who of names) people.set(who, await staff(members[who], roles[who]));
});

let requests = 0;
function proposalOf(by: Who, [document, action, command]: readonly [string, string, object]) {
  requests += 1;
  const requestId = requests.toString(16).padStart(64, '0');
  const signer = people.get(by);
  if (signer === undefined) throw new Error(`Nobody is ${by}`);
  const text = JSON.stringify({ ...billName, ...command });
  return { by: signer, args: [functionName(document, action), text, requestId] };
}

const possess = (action: string, command: object = {}) => ['possession', action, command] as const;
const transferTo = (who: Who) => possess('transfer', { to: holders[who] });
const issue = (change: object = {}) => ['bill', 'issue', anIssue(change)] as const;

function ledgerWith(records: readonly LedgerRecord[] = []): Ledger {
  const ledger = registeredLedger('trade');
  records.forEach((record) => {
    plant(ledger, record);
  });
  return ledger;
}

async function submit(
  ledger: Ledger,
  by: Who,
  act: readonly [string, string, object],
  endorsedBy?: readonly string[],
): Promise<Submission> {
  const how = endorsedBy === undefined ? {} : { endorsedBy };
  return ledger.submit({ ...proposalOf(by, act), ...how });
}

async function read(ledger: Ledger, name: 'Get' | 'GetChain'): Promise<unknown> {
  const by = people.get('applicant');
  if (by === undefined) throw new Error('Nobody is the applicant');
  const args = [`possession:${name}`, billName.carrierCode, billName.reference];
  const { payload, message } = await ledger.endorse({ by, args });
  if (payload === '') throw new Error(message);
  return JSON.parse(payload);
}

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
  expect(await read(ledger, 'Get')).toMatchObject({ status: 'surrendered', number: 8 });
  const chain = (await read(ledger, 'GetChain')) as { possessor: { msp: string } }[];
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
    const unsealed = await submit(ledger, 'carrier', issue(), banks);
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

describe('a possession', () => {
  const both = ['CarrierMSP', 'ExportBankMSP'];
  test.each([
    ['the possessor’s sponsor and another', both, code.VALID],
    ['everybody but the possessor’s sponsor', ['CarrierMSP', 'ImportBankMSP'], 10],
    ['the possessor’s sponsor alone', ['ExportBankMSP'], 10],
  ])('is passed on by the signatures of %s', async (_, endorsedBy, expected) => {
    const { bill, chain } = aTitle();
    const ledger = ledgerWith([bill, ...chain]);
    const submission = await submit(ledger, 'beneficiary', transferTo('issuingBank'), endorsedBy);
    expect(submission.code).toBe(expected);
  });

  test('is the next possessor’s as soon as it is opened, and no more the last one’s', async () => {
    const ledger = ledgerWith(recordsOf(aTitle()));
    await submit(ledger, 'beneficiary', transferTo('issuingBank'));
    const without = ['CarrierMSP', 'ExportBankMSP'];
    const act = possess('endorseInBlank');
    expect((await submit(ledger, 'issuingBank', act, without)).code).toBe(10);
    const withIt = ['CarrierMSP', 'ImportBankMSP'];
    expect((await submit(ledger, 'issuingBank', act, withIt)).code).toBe(code.VALID);
  });

  test('is passed on once: of two transfers at the same time one is invalid', async () => {
    const ledger = ledgerWith(recordsOf(heldByBank()));
    const submissions = await Promise.all([
      submit(ledger, 'issuingBank', transferTo('applicant')),
      submit(ledger, 'issuingBank', transferTo('advisingBank')),
    ]);
    expect(submissions.map((it) => it.code)).toEqual([code.VALID, code.MVCC_READ_CONFLICT]);
    expect(await read(ledger, 'Get')).toMatchObject({ possessor: holders.applicant });
  });

  test('that is surrendered waits for the carrier’s peer, and needs no possessor’s', async () => {
    const ledger = ledgerWith(recordsOf(surrenderAsked()));
    const act = possess('acceptSurrender');
    const banks = ['ImportBankMSP', 'ExportBankMSP'];
    expect((await submit(ledger, 'carrier', act, banks)).code).toBe(10);
    const withIt = ['CarrierMSP', 'ExportBankMSP'];
    expect((await submit(ledger, 'carrier', act, withIt)).code).toBe(code.VALID);
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
  const suspended = aMember({ ...memberOf('applicant'), status: 'suspended' });
  const stranger = { msp: 'StrangerMSP', name: 'Nobody knows' };

  test.each([
    ['transfer', { to: stranger }, 'MEMBER_UNKNOWN', 'possessor'],
    ['endorse', { endorsee: stranger }, 'MEMBER_UNKNOWN', 'endorsee.msp'],
    ['endorseToOrder', { endorsee: holders.applicant }, 'MEMBER_SUSPENDED', 'endorsee.msp'],
    ['transfer', { to: holders.applicant }, 'MEMBER_SUSPENDED', 'possessor'],
  ])('is an active member: %s %j', async (action, command, refusal, field) => {
    const ledger = ledgerWith([...recordsOf(heldByBank()), suspended]);
    const { message } = await submit(ledger, 'issuingBank', possess(action, command));
    expect(LedgerError.parse(message)).toMatchObject({ code: refusal, details: { field } });
  });

  test('need not be asked, nor the carrier, even where it is suspended', async () => {
    const carrier = aMember({ ...memberOf('carrier'), status: 'suspended' });
    const ledger = ledgerWith([...recordsOf(heldByBank()), carrier]);
    const { code: valid } = await submit(ledger, 'issuingBank', transferTo('applicant'));
    expect(valid).toBe(code.VALID);
  });
});

function memberOf(who: Who) {
  const guard = who === 'applicant' ? members.issuingBank : members[who];
  const businessRoles = [who === 'carrier' ? ('carrier' as const) : ('importer' as const)];
  return { msp: members[who], guard, everGuards: [guard], businessRoles };
}
