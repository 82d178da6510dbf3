import { describe, expect, test } from '@jest/globals';
import {
  aCall,
  aCredit,
  anApplication,
  aPresentation,
  members,
  paymentReference,
  reference,
} from '../../test-support/credits.js';
import { codeOf } from '../../test-support/refusal.js';
import type { CreditRequest } from './commands.js';
import { creditStatuses } from './credit.js';
import { decideCredit } from './decide.js';
import { creditRoles } from './parties.js';
import { creditActions } from './possible-actions.js';
import { creditActionNames } from './steps.js';
import type { CreditAction } from './steps.js';

// Written by hand, not read from the table, so that the two can disagree.
const allowed = new Map([
  ['issue applied issuingBank', 'issued'],
  ['advise issued advisingBank', 'advised'],
  ['present advised beneficiary', 'presented'],
  ['honour presented issuingBank', 'honoured'],
  ['settle honoured issuingBank', 'settled'],
]);
const rightful = new Set([
  'issue issuingBank',
  'advise advisingBank',
  'present beneficiary',
  'honour issuingBank',
  'settle issuingBank',
]);
const events: Record<CreditAction, string> = {
  apply: 'CreditApplied',
  issue: 'CreditIssued',
  advise: 'CreditAdvised',
  present: 'DocumentsPresented',
  honour: 'CreditHonoured',
  settle: 'CreditSettled',
};

const requests: Record<CreditAction, CreditRequest> = {
  apply: { action: 'apply', command: anApplication() },
  issue: { action: 'issue', command: { reference } },
  advise: { action: 'advise', command: { reference } },
  present: { action: 'present', command: aPresentation() },
  honour: { action: 'honour', command: { reference } },
  settle: { action: 'settle', command: { reference, paymentReference } },
};

const everyCase = creditActionNames.flatMap((action) =>
  creditStatuses.flatMap((status) => creditRoles.map((role) => ({ action, status, role }))),
);

function expectedRefusal({ action, role }: (typeof everyCase)[number]): string {
  if (action === 'apply') return 'CREDIT_ALREADY_EXISTS';
  return rightful.has(`${action} ${role}`) ? 'CREDIT_WRONG_STATUS' : 'CREDIT_WRONG_ROLE';
}

test('every action, status and role is a case', () => {
  expect(everyCase).toHaveLength(6 * 6 * 4);
});

test.each(everyCase)('$action when $status by $role', ({ action, status, role }) => {
  const before = aCredit({ status });
  const run = () => decideCredit(before, requests[action], aCall(role));
  const to = allowed.get(`${action} ${status} ${role}`);
  if (to === undefined) {
    expect(codeOf(run)).toBe(expectedRefusal({ action, status, role }));
    return;
  }
  const { credit, change } = run();
  expect(credit).toMatchObject({ status: to, version: 4, latestTime: '2026-05-20T09:00:00.000Z' });
  // The parties and the terms never change.
  expect([credit.parties, credit.terms]).toEqual([before.parties, before.terms]);
  const type = events[action];
  expect(change).toEqual({ type, document: 'credit', reference, version: 4, status: to });
});

test.each(creditRoles)('apply where there is no credit, by the %s', (role) => {
  const run = () => decideCredit(undefined, requests.apply, aCall(role));
  if (role !== 'applicant') expect(codeOf(run)).toBe('CREDIT_WRONG_ROLE');
  else expect(run().change).toMatchObject({ type: 'CreditApplied', version: 1, status: 'applied' });
});

test.each(creditActionNames.filter((action) => action !== 'apply'))(
  'refuses to %s a credit that is not there',
  (action) => {
    const run = () => decideCredit(undefined, requests[action], aCall('issuingBank'));
    expect(codeOf(run)).toBe('CREDIT_NOT_FOUND');
  },
);

describe('the actions possible', () => {
  test.each(everyCase.filter(({ action }) => action !== 'apply'))(
    'agree with the contract: $action when $status by $role',
    (it) => {
      const staffRole = it.role.endsWith('Bank') ? 'tradeOfficer' : 'trader';
      const person = { msp: members[it.role], staffRole };
      const found = creditActions(aCredit({ status: it.status }), person).find(
        ({ action }) => action === it.action,
      );
      const possible = allowed.has(`${it.action} ${it.status} ${it.role}`);
      expect(found?.possible).toBe(possible);
    },
  );

  test.each([
    [undefined, 'ACCESS_ROLE_MISSING'],
    ['trader', 'ACCESS_ROLE_WRONG'],
    ['tradeOfficer', undefined],
  ])('for a bank’s staff with the role %s', (staffRole, refusal) => {
    const person = { msp: members.issuingBank, staffRole };
    const issue = creditActions(aCredit({ status: 'applied' }), person)[0];
    expect(issue).toEqual({
      action: 'issue',
      possible: refusal === undefined,
      ...(refusal && { refusal }),
    });
  });

  test('a bank that issues and advises may do both', () => {
    const { parties } = aCredit();
    const both = { ...parties, advisingBank: parties.issuingBank };
    const credit = aCredit({ status: 'issued', parties: both });
    const { status } = decideCredit(credit, requests.advise, aCall('issuingBank')).credit;
    expect(status).toBe('advised');
  });
});
