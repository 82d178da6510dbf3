// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../test-support/quiet-fabric.js';
import { describe, expect, test } from '@jest/globals';
import { aMember, members, originOn, votersOf } from '../../domain/test-support/network.js';
import {
  aProposal,
  decisionReference,
  incoterms,
  lisbon2026,
  memberEntry,
} from '../../domain/test-support/register.js';
import { emptyLedger } from '../test-support/networks.js';
import { plant, sha256 } from '../test-support/planted.js';
import {
  approvalOf,
  call,
  decide,
  founded,
  proposalOf,
  read,
  refusalIn,
  standingOn,
  statusIn,
} from '../test-support/register.js';

describe('a decision', () => {
  test('brings calendars and code lists into force, and a later one supersedes them', async () => {
    const ledger = await founded('trade');
    const first = aProposal({
      entries: [
        { kind: 'calendar', calendar: { ...lisbon2026, name: 'Lisbon' } },
        { kind: 'codeList', codeList: incoterms },
      ],
    });
    expect(statusIn(await decide(ledger, 'trade', first))).toBe('adopted');
    const calendar = await read(ledger, 'GetCalendar', 'PTLIS', '2026');
    expect(calendar).toMatchObject({ ...lisbon2026, name: 'Lisbon', version: 1 });
    const list = await read(ledger, 'GetCodeList', 'incoterms');
    expect(list).toMatchObject({ ...incoterms, version: 1 });

    const holidays = [...lisbon2026.holidays, '2026-12-31'];
    const corrected = aProposal({
      reference: 'DECISION-8',
      entries: [{ kind: 'calendar', calendar: { ...lisbon2026, holidays } }],
    });
    expect(statusIn(await decide(ledger, 'trade', corrected))).toBe('adopted');
    const superseding = await read(ledger, 'GetCalendar', 'PTLIS', '2026');
    const origin = { decision: 'DECISION-8', sha256: approvalOf(corrected).sha256 };
    expect(superseding).toMatchObject({ holidays, version: 2, origin, seal: calendar['seal'] });
    // It takes the place of the whole entry, so that what it does not say is gone.
    expect(superseding).not.toHaveProperty('name');
  });

  test('remembers every guard that a member has had', async () => {
    const ledger = await founded('trade');
    const { applicant, auditor, issuingBank } = members;
    const moved = aProposal({ entries: [memberEntry('trade', applicant, { guard: auditor })] });
    await decide(ledger, 'trade', moved);
    const back = aProposal({
      reference: 'DECISION-8',
      entries: [memberEntry('trade', applicant, { guard: issuingBank })],
    });
    const there = await standingOn(ledger, applicant);
    expect(there).toMatchObject({ guard: auditor, formerGuards: [issuingBank] });
    await decide(ledger, 'trade', back);
    const movedBack = await standingOn(ledger, applicant);
    expect(movedBack).toMatchObject({ guard: issuingBank, formerGuards: [auditor] });
    expect(await read(ledger, 'GetMember', applicant)).toMatchObject({ guard: issuingBank });
  });

  test('suspends a member, which then may do nothing, and takes it in again', async () => {
    const ledger = await founded('trade');
    const { carrier } = members;
    const suspension = memberEntry('trade', carrier, { status: 'suspended' });
    await decide(ledger, 'trade', aProposal({ entries: [suspension] }));
    const refused = await call(ledger, carrier, 'Propose', aProposal({ reference: 'MINE' }));
    expect(refusalIn(refused)).toBe('MEMBER_SUSPENDED');
    const readmission = { reference: 'DECISION-8', entries: [memberEntry('trade', carrier)] };
    await decide(ledger, 'trade', aProposal(readmission));
    const heard = await call(ledger, carrier, 'Propose', aProposal({ reference: 'MINE' }));
    expect(statusIn(heard)).toBe('proposed');
  });

  test('that two voters complete in one block is adopted once', async () => {
    const ledger = await founded('consortium');
    const [one = '', two = '', three = '', four = ''] = votersOf.consortium;
    const proposal = aProposal();
    await call(ledger, one, 'Propose', proposal);
    await call(ledger, two, 'Approve', approvalOf(proposal));
    const command = JSON.stringify(approvalOf(proposal));
    const racing = [three, four].map(async (msp) =>
      ledger.endorse(await proposalOf(msp, 'Approve', command, sha256(msp))),
    );
    // The first has guarded the key of the calendar in the same block.
    expect(ledger.commit(await Promise.all(racing))).toEqual([0, 10]);
    const { approvals, status } = await read(ledger, 'GetDecision', decisionReference);
    expect(approvals).toHaveLength(3);
    expect(status).toBe('adopted');
  });

  test('is overtaken by another on the same entry that was adopted first', async () => {
    const ledger = await founded('trade');
    const [one = '', two = ''] = votersOf.trade;
    const overtaken = aProposal();
    await call(ledger, one, 'Propose', overtaken);
    await decide(ledger, 'trade', aProposal({ reference: 'DECISION-8' }));
    const late = await call(ledger, two, 'Approve', approvalOf(overtaken));
    expect(refusalIn(late)).toBe('REGISTER_ENTRY_OVERTAKEN');
    const rejection = { reference: decisionReference, reason: 'Overtaken' };
    expect(statusIn(await call(ledger, two, 'Reject', rejection))).toBe('proposed');
  });

  test('moves a member away from its guard only with that guard’s own approval', async () => {
    const ledger = await founded('trade');
    const { advisingBank, beneficiary, carrier, issuingBank } = members;
    const entries = [memberEntry('trade', beneficiary, { guard: carrier })];
    const takeover = aProposal({ entries });
    await call(ledger, carrier, 'Propose', takeover);
    const second = await call(ledger, issuingBank, 'Approve', approvalOf(takeover));
    expect(refusalIn(second)).toBe('REGISTER_GUARD_UNASKED');
    const own = await call(ledger, advisingBank, 'Approve', approvalOf(takeover));
    expect(statusIn(own)).toBe('adopted');
  });

  test('takes a bank’s own guarding from it only by its own approval', async () => {
    const ledger = await founded('trade');
    const { advisingBank, carrier, issuingBank } = members;
    const entries = [memberEntry('trade', advisingBank, { guard: carrier })];
    await call(ledger, carrier, 'Propose', aProposal({ entries }));
    const second = await call(ledger, issuingBank, 'Approve', approvalOf(aProposal({ entries })));
    expect(refusalIn(second)).toBe('REGISTER_GUARD_UNASKED');
  });

  test.each([[['ImportBankMSP', 'CarrierMSP']], [['ExportBankMSP', 'CarrierMSP']]])(
    'is not made up by %j, though the channel’s policy is met',
    async (endorsedBy) => {
      const ledger = await founded('trade');
      const command = JSON.stringify(aProposal());
      const proposal = await proposalOf(members.carrier, 'Propose', command, sha256(''));
      expect((await ledger.submit({ ...proposal, endorsedBy })).code).toBe(10);
    },
  );

  test('made up by some voters counts for nothing: they name themselves alone', async () => {
    const ledger = await founded('trade');
    const voters = ['CarrierMSP', 'ImportBankMSP'];
    const origin = { ...originOn('trade'), voters };
    const ghost = { msp: 'GhostMSP', guard: 'CarrierMSP' };
    plant(ledger, aMember({ ...ghost, origin, guards: voters }));
    expect(await read(ledger, 'GetMember', 'GhostMSP')).toMatchObject({
      code: 'RECORD_UNSEALED',
      details: { guard: 'ExportBankMSP' },
    });
  });

  test('under fewer endorsements than the channel asks for is invalid', async () => {
    const ledger = await founded('consortium');
    const [one = ''] = votersOf.consortium;
    const proposal = await proposalOf(one, 'Propose', JSON.stringify(aProposal()), sha256(''));
    const endorsedBy = votersOf.consortium.slice(0, 2);
    expect((await ledger.submit({ ...proposal, endorsedBy })).code).toBe(10);
  });
});

test.each([
  ['GetMember', ['ImporterMSP'], 'member'],
  ['GetCalendar', ['PTLIS', '2026'], 'calendar'],
  ['GetCodeList', ['incoterms'], 'codeList'],
  ['GetDecision', ['FOUNDING'], 'decision'],
  ['GetRoster', [], 'roster'],
])('%s of nothing says so', async (name, args, document) => {
  const parts = args.length === 0 ? ['roster'] : args;
  const details = { document, parts };
  const refusal = await read(emptyLedger('trade'), name, ...args);
  expect(refusal).toEqual({ code: 'RECORD_NOT_FOUND', details });
});
