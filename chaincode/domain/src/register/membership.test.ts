import { describe, expect, test } from '@jest/globals';
import { members } from '../../test-support/network.js';
import { codeOf, refusalOf } from '../../test-support/refusal.js';
import { memberEntry, rosterOf } from '../../test-support/register.js';
import type { Entry } from './entries.js';
import { refuseUnfitMembers } from './membership.js';
import type { Standing } from './standing.js';

const { advisingBank, applicant, auditor, carrier, customs, issuingBank } = members;
const channel = 'consortium';

function judge(
  entries: readonly Entry[],
  change: Readonly<Record<string, Partial<Standing>>> = {},
) {
  const roster = rosterOf(channel, change);
  const { voters, required } = roster;
  refuseUnfitMembers({ entries: [...entries], voters, required }, roster);
}

const suspended = (msp: string) => memberEntry(channel, msp, { status: 'suspended' });

describe('a guard', () => {
  const guardedBy = (guard: string) => memberEntry(channel, applicant, { guard });

  test.each([issuingBank, carrier, auditor])('may be %s, which guards for itself', (guard) => {
    expect(() => {
      judge([guardedBy(guard)]);
    }).not.toThrow();
  });

  test.each(['ExporterMSP', 'StrangerMSP', applicant.toLowerCase()])(
    'is not %s, which has no peer here',
    (guard) => {
      const { code, details } = refusalOf(() => {
        judge([memberEntry(channel, carrier), guardedBy(guard)]);
      });
      expect(code).toBe('REGISTER_GUARD_WRONG');
      expect(details).toMatchObject({ guard, msp: applicant, field: 'entries.1.member.guard' });
    },
  );

  test('may be entered by the same decision, in any order', () => {
    const own = memberEntry(channel, 'ExporterMSP', { guard: 'ExporterMSP' });
    expect(() => {
      judge([guardedBy('ExporterMSP'), own]);
    }).not.toThrow();
  });

  test('is none that the same decision gives a sponsor', () => {
    const sponsored = memberEntry(channel, carrier, { guard: issuingBank });
    expect(
      codeOf(() => {
        judge([guardedBy(carrier), sponsored]);
      }),
    ).toBe('REGISTER_GUARD_WRONG');
  });
});

describe('the voters', () => {
  test('may become as few as have to approve', () => {
    expect(() => {
      judge([suspended(customs)]);
    }).not.toThrow();
  });

  test('and no fewer', () => {
    const { code, details } = refusalOf(() => {
      judge([suspended(customs), suspended(carrier)]);
    });
    expect(code).toBe('REGISTER_VOTERS_TOO_FEW');
    expect(details).toMatchObject({ actual: 2, limit: 3, voters: [issuingBank, advisingBank] });
  });

  test('that were suspended before are counted out too', () => {
    const before = { [customs]: { status: 'suspended' as const } };
    expect(
      codeOf(() => {
        judge([suspended(carrier)], before);
      }),
    ).toBe('REGISTER_VOTERS_TOO_FEW');
    expect(() => {
      judge([suspended(carrier), memberEntry(channel, customs)], before);
    }).not.toThrow();
  });

  test('do not include whoever else is suspended', () => {
    expect(() => {
      judge([suspended(applicant), suspended(auditor)]);
    }).not.toThrow();
  });
});
