// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../test-support/quiet-fabric.js';
import { describe, expect, test } from '@jest/globals';
import { members, votersOf } from '../../domain/test-support/network.js';
import { aProposal, memberEntry, rosterOf } from '../../domain/test-support/register.js';
import { acts } from '../test-support/deal-acts.js';
import { code } from '../test-support/ledger/validation-codes.js';
import { emptyLedger } from '../test-support/networks.js';
import { plant, plantUnsealed, sha256 } from '../test-support/planted.js';
import {
  approvalOf,
  call,
  decide,
  founded,
  proposalOf,
  read,
  refusalIn,
  standingOn,
} from '../test-support/register.js';
import { TradeDeal } from '../test-support/trade-deal.js';

const { advisingBank, applicant, auditor, carrier, issuingBank } = members;
const suspension = aProposal({ entries: [memberEntry('trade', carrier, { status: 'suspended' })] });

/** What comes of an act on a channel whose roster somebody has put there. */
async function actOn(put: (ledger: ReturnType<typeof emptyLedger>) => void) {
  const ledger = emptyLedger('trade');
  put(ledger);
  return refusalIn(await call(ledger, issuingBank, 'Propose', aProposal()));
}

describe('a roster that not all of its voters have made', () => {
  test('counts for nothing: nobody sealed it', async () => {
    const unsealed = (ledger: ReturnType<typeof emptyLedger>) => {
      plantUnsealed(ledger, rosterOf('trade'));
    };
    expect(await actOn(unsealed)).toBe('RECORD_UNSEALED');
  });

  test.each(votersOf.trade)('counts for nothing: %s did not seal it', async (msp) => {
    const guards = votersOf.trade.filter((it) => it !== msp).sort();
    const without = (ledger: ReturnType<typeof emptyLedger>) => {
      plant(ledger, { ...rosterOf('trade'), guards });
    };
    expect(await actOn(without)).toBe('RECORD_UNSEALED');
  });

  test('is invalid on a channel that is founded, though the channel’s policy is met', async () => {
    const ledger = await founded('trade');
    await call(ledger, advisingBank, 'Propose', suspension);
    const command = JSON.stringify(approvalOf(suspension));
    for (const endorsedBy of [
      [issuingBank, carrier],
      [issuingBank, advisingBank],
      [carrier, auditor],
    ]) {
      const approval = await proposalOf(issuingBank, 'Approve', command, sha256(''));
      const { code: flag } = await ledger.submit({ ...approval, endorsedBy });
      expect(flag).toBe(code.ENDORSEMENT_POLICY_FAILURE);
    }
    expect(await standingOn(ledger, carrier)).toMatchObject({ status: 'active' });
  });
});

describe('the roster', () => {
  test('is what acts go by, whatever a member’s own entry says', async () => {
    const ledger = await founded('trade');
    plant(ledger, rosterOf('trade', { [issuingBank]: { status: 'suspended' } }));
    const refused = await call(ledger, issuingBank, 'Propose', aProposal());
    expect(refusalIn(refused)).toBe('MEMBER_SUSPENDED');
    expect(await read(ledger, 'GetMember', issuingBank)).toMatchObject({ status: 'active' });
  });

  test('is read once by an act, and no entry of a member', async () => {
    const deal = new TradeDeal();
    await deal.take(acts.apply);
    const { reads } = await deal.act(acts.issue);
    const kinds = reads.map(({ key }) => key.split('\u0000')[1]);
    expect(kinds.filter((kind) => kind === 'roster')).toHaveLength(1);
    expect(kinds).not.toContain('member');
  });

  test('that changes makes acts invalid that were decided on it before', async () => {
    const deal = new TradeDeal();
    const late = await deal.ledger.endorse(await deal.proposal(acts.apply));
    const moved = memberEntry('trade', applicant, { guard: advisingBank });
    await decide(deal.ledger, 'trade', aProposal({ entries: [moved] }));
    expect(deal.ledger.commit([late])).toEqual([code.MVCC_READ_CONFLICT]);
  });

  test('that a calendar leaves as it is makes none invalid', async () => {
    const deal = new TradeDeal();
    const late = await deal.ledger.endorse(await deal.proposal(acts.apply));
    const year = { place: 'PTLIS', year: 2031, weekend: [6, 7], holidays: [] };
    const entries = [{ kind: 'calendar' as const, calendar: year }];
    await decide(deal.ledger, 'trade', aProposal({ entries }));
    expect(deal.ledger.commit([late])).toEqual([code.VALID]);
  });
});
