import { decimalOf, moneyOf } from '@argosy/domain/shared/money';
import { grouped } from './grouped.js';
import type { Deal } from './deal.js';
import type { Consignment } from './particulars.js';
import type { PlayedAct } from './play.js';
import { drawnFor } from './scene.js';

/** How a deal ended. */
export interface Ending {
  readonly reference: string;
  /** Whether something was paid, and nothing that was honoured was left unpaid. */
  readonly isSettled: boolean;
  readonly sentence: string;
}

/** What a deal came to, by what the ledger answered to its acts. */
export function endingOf(
  deal: Deal,
  played: readonly PlayedAct[],
  payments: ReadonlyMap<Consignment, string>,
): Ending {
  const done = played.filter(({ outcome }) => outcome.kind === 'committed');
  const consignmentsOf = (...names: readonly string[]): readonly Consignment[] => [
    ...new Set(
      done.filter(({ act }) => names.includes(act.entry.act)).map(({ act }) => act.consignment),
    ),
  ];
  const settled = consignmentsOf('examination.settle');
  const undertaken = consignmentsOf('examination.honour', 'examination.accept');
  const reference = deal.names.credit;
  const isSettled = settled.length > 0 && undertaken.every((it) => settled.includes(it));
  if (!isSettled) return { reference, isSettled, sentence: lastStatuses(reference, done) };
  const references = settled.flatMap((it) => payments.get(it) ?? []);
  const [payment, plural] = [references.join(', '), settled.length === 1 ? '' : 's'];
  return {
    reference,
    isSettled,
    sentence: `The deal ${reference} is settled: ${paidText(deal, settled)} paid to ${deal.parties.beneficiary.name} (payment${plural} ${payment}).`,
  };
}

function paidText(deal: Deal, settled: readonly Consignment[]): string {
  const { currency } = deal.file.credit.amount;
  const minor = settled
    .map((consignment) => BigInt(drawnFor({ deal, consignment }).minor))
    .reduce((sum, it) => sum + it, 0n);
  return `${currency} ${grouped(decimalOf(moneyOf(currency, minor)))}`;
}

/** Of a deal in which nothing was paid: what became of each of its documents. */
function lastStatuses(reference: string, done: readonly PlayedAct[]): string {
  const statuses = new Map<string, string>();
  for (const { act, outcome } of done) {
    if (outcome.kind === 'committed') statuses.set(act.act.document, outcome.status);
  }
  const listed = [...statuses].map(([document, status]) => `${document} ${status}`);
  return `The deal ${reference} was played to the end of its course: ${listed.join(', ')}.`;
}
