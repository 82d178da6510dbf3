import { describe, expect, test } from '@jest/globals';
import { aTitle, holders, sha256, titleAfter } from '../../test-support/bills.js';
import { aCall } from '../../test-support/credits.js';
import { endorseBill } from './endorse.js';
import { escrowTitle, giveBackTitle, releaseTitle } from './escrow.js';
import { isLawful } from './lawful.js';
import { passOn } from './pass-on.js';
import type { Passing } from './pass-on.js';
import type { Possession } from './possession.js';
import { rejectSurrender, surrenderBill } from './surrender.js';
import type { Title } from './title.js';
import { rejectTransfer, transferBill } from './transfer.js';

const { issuingBank: bank, advisingBank: thief, applicant, beneficiary } = holders;
const presentation = 'PR-2026/0007';
const call = (by: Parameters<typeof aCall>[0]) => aCall(by, '2026-05-12T08:00:00.000Z');

const held = aTitle();
const escrowed = titleAfter(
  held,
  escrowTitle(held, { bank, presentation, call: call('beneficiary') }),
);
const transferred = titleAfter(held, transferBill(held, { to: bank, call: call('beneficiary') }));
const surrendered = titleAfter(
  transferred,
  surrenderBill(transferred, { request: { for: 'delivery' }, call: call('issuingBank') }),
);

/** Whether the last possession of a title is lawful after the one before. */
function lastIsLawful({ bill, chain, head }: Title): boolean {
  return isLawful(head, { bill, before: chain.at(-2) });
}

describe('what the rules make is lawful', () => {
  const reason = 'As agreed';
  const atBank = call('issuingBank');
  const endorsed = endorseBill(transferred, { action: 'endorseToOrder', endorsee: thief }, atBank);

  test.each<[string, Title]>([
    ['an issue', held],
    ['a transfer', transferred],
    ['an endorsement', titleAfter(transferred, endorsed)],
    [
      'a rejected transfer',
      titleAfter(transferred, rejectTransfer(transferred, { reason, call: atBank })),
    ],
    ['an escrow', escrowed],
    [
      'a release',
      titleAfter(escrowed, releaseTitle(escrowed, { applicant, presentation, call: atBank })),
    ],
    ['a return', titleAfter(escrowed, giveBackTitle(escrowed, { presentation, call: atBank }))],
    ['a surrender', surrendered],
    [
      'a rejected surrender',
      titleAfter(surrendered, rejectSurrender(surrendered, { reason, call: call('carrier') })),
    ],
  ])('%s', (_, title) => {
    expect(lastIsLawful(title)).toBe(true);
  });
});

describe('what the possessor’s peer alone could write is not', () => {
  const forged = (title: Title, by: Parameters<typeof aCall>[0], passing: Omit<Passing, 'call'>) =>
    titleAfter(title, passOn({ ...title, sha256 }, { ...passing, call: call(by) }));
  const claimed = { surrender: { for: 'delivery' } } as const;

  test.each<[string, Title]>([
    [
      'a transfer that changes who may claim the goods',
      forged(held, 'beneficiary', { by: 'transfer', possessor: thief, title: { type: 'blank' } }),
    ],
    [
      'a surrender by whoever may not claim them',
      forged(held, 'beneficiary', {
        by: 'surrender',
        possessor: holders.carrier,
        capacity: claimed,
      }),
    ],
    [
      'a surrender to somebody else than the carrier',
      forged(transferred, 'issuingBank', { by: 'surrender', possessor: thief, capacity: claimed }),
    ],
    [
      'a return to somebody else than the presenter',
      forged(escrowed, 'issuingBank', { by: 'giveBack', possessor: thief }),
    ],
    ['an escrow for nothing', forged(held, 'beneficiary', { by: 'escrow', possessor: bank })],
  ])('%s', (_, title) => {
    expect(lastIsLawful(title)).toBe(false);
  });

  test.each<[string, Possession, Title]>([
    [
      'an endorsement by whoever is not the endorsee',
      { ...held.head, endorsements: [{ by: 'endorseInBlank', title: { type: 'blank' } }] },
      held,
    ],
    [
      'an endorsement that gives more than its act',
      {
        ...transferred.head,
        endorsements: [
          {
            by: 'endorse',
            title: { type: 'toOrder', endorsee: beneficiary, endorseeMayEndorse: true },
          },
        ],
      },
      transferred,
    ],
    [
      'an endorsement in escrow',
      { ...escrowed.head, endorsements: [{ by: 'endorseInBlank', title: { type: 'blank' } }] },
      escrowed,
    ],
    ['escrow called free', { ...escrowed.head, status: 'held' }, escrowed],
    ['a bill first given to another', { ...held.head, possessor: thief }, held],
  ])('%s', (_, head, { bill, chain }) => {
    expect(isLawful(head, { bill, before: chain.at(-2) })).toBe(false);
  });
});
