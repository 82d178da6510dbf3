import type { Title } from '@argosy/domain/bill/title';
import { endorsementsLimit } from '@argosy/domain/bill/endorse';
import { possessionsLimit } from '@argosy/domain/bill/pass-on';
import { anIssue, aTitle, billName, holders } from '../../../domain/test-support/bills.js';
import { aCredit } from '../../../domain/test-support/credits.js';
import {
  anExamination,
  aPresentation,
  presentationReference,
} from '../../../domain/test-support/presentations.js';
import { heldByBank, inEscrow, longChain, recordsOf } from '../titles.js';
import { act, by, refusalOfCall } from './trigger.js';

const to = holders.applicant;
const endorsed = { by: 'endorseInBlank', title: { type: 'blank' } } as const;

const issue = async (change: object) =>
  refusalOfCall({
    by: await by('carrier', 'carrierOfficer'),
    args: act('bill', 'issue', { ...anIssue(), ...change }),
  });

/** An act of the issuing bank, which possesses the bill. */
const possess = async (action: string, command: object, title: Title = heldByBank()) =>
  refusalOfCall({
    by: await by('issuingBank', 'tradeOfficer'),
    args: act('possession', action, { ...billName, ...command }),
    records: recordsOf(title),
  });

const heldAs = (change: Partial<Title['head']>): Title => {
  const { chain, ...title } = aTitle({ holder: holders.issuingBank });
  const head = { ...title.head, ...change };
  return { ...title, head, chain: [head] };
};

/** What a bill and its possession refuse. */
export const billTriggers = {
  BILL_ON_BOARD_LATER: () => issue({ onBoardDate: '2026-05-22' }),
  BILL_TITLE_BROKEN: () => {
    const { bill, chain, ...title } = heldByBank();
    const changed = { ...bill, portOfDischarge: 'PTOPO' };
    return possess('transfer', { to }, { ...title, bill: changed, chain });
  },
  POSSESSION_TOO_MANY: () => possess('transfer', { to }, longChain(possessionsLimit)),
  POSSESSION_RECIPIENT_WRONG: () => possess('transfer', { to: holders.carrier }),
  POSSESSION_NOT_JUST_TRANSFERRED: () =>
    possess('rejectTransfer', { reason: 'Not ours' }, heldAs({})),
  TITLE_NOT_ENDORSABLE: () => possess('endorseInBlank', {}, heldAs({ endorsements: [endorsed] })),
  TITLE_OTHER_CLAIMS: () =>
    possess(
      'endorseInBlank',
      {},
      aTitle({ title: { type: 'toOrder' }, holder: holders.issuingBank }),
    ),
  TITLE_ENDORSEMENT_FORBIDDEN: () => {
    const title = {
      type: 'toOrder',
      endorsee: holders.issuingBank,
      endorseeMayEndorse: false,
    } as const;
    return possess('endorseInBlank', {}, heldAs({ endorsements: [{ by: 'endorse', title }] }));
  },
  TITLE_ENDORSEMENTS_TOO_MANY: () => {
    const endorsee = holders.issuingBank;
    const title = { type: 'toOrder', endorsee, endorseeMayEndorse: true } as const;
    const toItself = { by: 'endorseToOrder', title } as const;
    const endorsements = Array.from({ length: endorsementsLimit }, () => toItself);
    return possess('endorse', { endorsee: to }, heldAs({ endorsements }));
  },
  ESCROW_OTHER_PRESENTATION: async () =>
    refusalOfCall({
      by: await by('issuingBank', 'tradeOfficer'),
      args: act('examination', 'return', { presentation: presentationReference }),
      records: [
        aCredit(),
        aPresentation({ bill: billName }),
        anExamination({ status: 'refused' }),
        ...recordsOf(inEscrow()),
      ],
      time: '2026-05-22T09:00:00.000Z',
    }),
};
