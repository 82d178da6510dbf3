// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../test-support/quiet-fabric.js';
import { describe, expect, test } from '@jest/globals';
import { LedgerError } from '@argosy/domain/errors';
import { anApplication } from '../../domain/test-support/credits.js';
import { members, registeredMembers, votersOf } from '../../domain/test-support/network.js';
import { aProposal, rosterOf, theFounding } from '../../domain/test-support/register.js';
import { staff } from '../test-support/identities.js';
import { emptyLedger } from '../test-support/networks.js';
import { sha256 } from '../test-support/planted.js';
import {
  approvalOf,
  call,
  decide,
  founded,
  proposalOf,
  read,
  refusalIn,
  statusIn,
} from '../test-support/register.js';
import type { Said } from '../test-support/register.js';

describe.each(['trade', 'border', 'consortium'] as const)('the founding of %s', (channel) => {
  test('enters every member in the transaction that completes the approvals', async () => {
    const ledger = emptyLedger(channel);
    const founding = theFounding(channel);
    const last = await decide(ledger, channel, founding);
    const { sha256: hash } = approvalOf(founding);
    expect(last.code).toBe(0);
    const { voters = [], required } = founding.constitution ?? {};
    const origin = { decision: 'FOUNDING', sha256: hash, voters };
    const guards = [...voters].sort();
    const { members: standings } = rosterOf(channel);
    const roster = await read(ledger, 'GetRoster');
    expect(roster).toMatchObject({ voters, required, version: 1, guards, members: standings });
    expect(roster['founding']).toEqual({ decision: 'FOUNDING', sha256: hash });
    for (const { msp, guard } of registeredMembers(channel)) {
      const member = await read(ledger, 'GetMember', msp);
      expect(member).toMatchObject({ msp, guard, guards, origin, status: 'active' });
    }
    // Its change, the roster's and one for each member, in one event.
    const [[, payload] = ['', '{}'], ...others] = last.events;
    const { changes } = JSON.parse(payload) as { readonly changes: readonly Said[] };
    expect(changes).toHaveLength(2 + founding.entries.length);
    expect(others).toEqual([]);
  });

  test('writes nothing of the register before', async () => {
    const ledger = emptyLedger(channel);
    const [first = ''] = votersOf[channel];
    const { code, writes } = await call(ledger, first, 'Propose', theFounding(channel));
    expect(code).toBe(0);
    const types = writes.map(({ key }) => key.split('\u0000')[1]).sort();
    expect(types).toEqual(['decision', 'request']);
  });

  test('opens the channel to its members', async () => {
    const ledger = await founded(channel);
    const { reference } = aProposal();
    const outsider = await call(ledger, 'StrangerMSP', 'Approve', {
      reference,
      sha256: sha256(''),
    });
    expect(refusalIn(outsider)).toBe('MEMBER_UNKNOWN');
    const member = await call(ledger, members.carrier, 'Propose', aProposal());
    expect(statusIn(member)).toBe('proposed');
  });
});

describe('a founding', () => {
  test('is for a voter that it names', async () => {
    const ledger = emptyLedger('trade');
    const proposed = await call(ledger, members.auditor, 'Propose', theFounding('trade'));
    expect(refusalIn(proposed)).toBe('ACTION_WRONG_PARTY');
  });

  test('of one voter is adopted by its proposal', async () => {
    const ledger = emptyLedger('trade');
    const constitution = { voters: [members.carrier], required: 1 };
    const proposal = { ...theFounding('trade'), constitution };
    expect(statusIn(await call(ledger, members.carrier, 'Propose', proposal))).toBe('adopted');
    expect((await read(ledger, 'GetMember', members.carrier))['status']).toBe('active');
  });

  test('comes once: of two that race the second is refused, whoever votes for it', async () => {
    const ledger = emptyLedger('trade');
    const [one = '', two = ''] = votersOf.trade;
    const other = { ...theFounding('trade'), reference: 'FOUNDING-2' };
    await call(ledger, one, 'Propose', other);
    await decide(ledger, 'trade', theFounding('trade'));
    const late = await call(ledger, two, 'Approve', approvalOf(other));
    expect(refusalIn(late)).toBe('REGISTER_ALREADY_FOUNDED');
  });

  test('that is committed in one block with another is invalid', async () => {
    const ledger = emptyLedger('trade');
    const alone = async (msp: string, reference: string) => {
      const constitution = { voters: [msp], required: 1 };
      const command = JSON.stringify({ ...theFounding('trade'), reference, constitution });
      return ledger.endorse(await proposalOf(msp, 'Propose', command, sha256(reference)));
    };
    const both = [await alone(members.carrier, 'A'), await alone(members.issuingBank, 'B')];
    // The first has guarded the key of the roster in the same block.
    expect(ledger.commit(both)).toEqual([0, 10]);
    expect((await read(ledger, 'GetRoster'))['voters']).toEqual([members.carrier]);
  });

  test('lets nobody else act before it is adopted', async () => {
    const ledger = emptyLedger('trade');
    await call(ledger, members.issuingBank, 'Propose', theFounding('trade'));
    const { message } = await ledger.submit({
      by: await staff(members.applicant, 'trader'),
      args: ['credit:Apply', JSON.stringify(anApplication()), sha256('')],
    });
    expect(LedgerError.parse(message)?.code).toBe('MEMBER_UNKNOWN');
  });
});
