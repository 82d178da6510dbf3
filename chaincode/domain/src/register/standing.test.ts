import { describe, expect, test } from '@jest/globals';
import { members } from '../../test-support/network.js';
import { memberContent, rosterOf } from '../../test-support/register.js';
import type { MemberContent } from './member.js';
import { standingIn } from './roster.js';
import { guardsEver, standingAfter } from './standing.js';

const { applicant, advisingBank, auditor, issuingBank } = members;
const entered = (change: Partial<MemberContent> = {}) => memberContent('trade', applicant, change);
const standing = standingAfter(entered(), undefined);

describe('a standing', () => {
  test('is what its first entry says, and nothing former', () => {
    const { place, status, guard, businessRoles } = entered();
    const former = { formerRoles: [], formerGuards: [] };
    expect(standing).toEqual({ msp: applicant, place, status, guard, businessRoles, ...former });
  });

  test('keeps what the member was before, once, and as former only what it is no more', () => {
    const moved = standingAfter(entered({ guard: auditor, businessRoles: ['exporter'] }), standing);
    expect(moved).toMatchObject({ guard: auditor, formerGuards: [issuingBank] });
    expect(moved).toMatchObject({ businessRoles: ['exporter'], formerRoles: ['importer'] });
    const again = standingAfter(entered({ guard: advisingBank }), moved);
    expect(again.formerGuards).toEqual([issuingBank, auditor]);
    const back = standingAfter(entered(), again);
    expect(back).toMatchObject({ guard: issuingBank, formerGuards: [auditor, advisingBank] });
    expect(back).toMatchObject({ businessRoles: ['importer'], formerRoles: ['exporter'] });
  });
});

describe('the guards that a member ever had', () => {
  const moved = standingAfter(entered({ guard: auditor, businessRoles: ['exporter'] }), standing);

  test('are the present one and the former ones', () => {
    expect(guardsEver(moved, {})).toEqual([auditor, issuingBank]);
  });

  test('count for a part that the member has or had, and for no other', () => {
    expect(guardsEver(moved, { business: 'exporter' })).toEqual([auditor, issuingBank]);
    expect(guardsEver(moved, { business: 'importer' })).toEqual([auditor, issuingBank]);
    expect(guardsEver(moved, { business: 'customs' })).toEqual([]);
  });

  test('are none of a stranger’s', () => {
    const roster = rosterOf('trade');
    expect(guardsEver(standingIn(roster, 'StrangerMSP'), {})).toEqual([]);
    expect(guardsEver(standingIn(roster, 'constructor'), {})).toEqual([]);
  });
});
