import type { Presentation } from '@argosy/domain/presentation/presentation';
import { addDays } from '@argosy/domain/shared/dates';
import { often, timeAt, today, uetr } from './desk.js';
import type { Desk } from './desk.js';
import type { Idea } from './ideas.js';

/** Documents that could follow from a presentation now. */
export function underPresentation(presentation: Presentation, desk: Desk): readonly Idea[] {
  const { reference: of, parties, status, presentedAt } = presentation;
  const examination = desk.view.examinationOf(presentation);
  const released = ['honoured', 'accepted', 'settled'].includes(examination?.status ?? '');
  const waiting = status === 'complete' && examination === undefined;
  const isLate = (presentedAt ?? timeAt(desk.seconds)).slice(0, 10) < addDays(today(desk), -9);
  const settled = examination?.status === 'settled' ? examination : undefined;
  const got = desk.view.find('receipt', [of]) !== undefined;
  const paid = desk.view.find('proceeds', [of]) !== undefined;
  const limit = settled?.amount ?? presentation.amount;
  return [
    {
      name: 'examination:Examine',
      by: parties.issuingBank.msp,
      weight: waiting ? 4 : 0.05,
      command: () => ({ presentation: of }),
    },
    {
      name: 'examination:PrecludeUnexamined',
      by: desk.chance.pick(Object.values(parties)).msp,
      weight: waiting && isLate ? 4 : 0.05,
      command: () => ({ presentation: of }),
    },
    {
      name: 'receipt:Record',
      by: parties.applicant.msp,
      weight: released && !got ? 2 : 0.05,
      command: () => ({ presentation: of, receivedOn: today(desk), condition: 'sound' }),
    },
    {
      name: 'proceeds:Credit',
      by: parties.advisingBank.msp,
      weight: settled !== undefined && !paid ? 4 : 0.05,
      command: () => ({
        presentation: of,
        amount: often(desk.chance, 5) ? { ...limit, minor: `${limit.minor}0` } : limit,
        paymentReference: uetr(desk.chance),
      }),
    },
  ];
}
