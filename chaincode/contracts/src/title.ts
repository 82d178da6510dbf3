import type { Bill, BillName } from '@argosy/domain/bill/bill';
import { isLawful } from '@argosy/domain/bill/lawful';
import { possessionEntry } from '@argosy/domain/bill/possession';
import type { Possession } from '@argosy/domain/bill/possession';
import { billText, openingText, stateText } from '@argosy/domain/bill/title';
import type { Title } from '@argosy/domain/bill/title';
import { LedgerError } from '@argosy/domain/errors';
import type { Records } from './records.js';
import { sha256 } from './sha256.js';

/**
 * A bill and who has it: the possessions from the first to the live one, key by key, each found to be what the one before said it
 * is, by acts that the rules allow. Refuses: RECORD_NOT_FOUND, RECORD_UNREADABLE, RECORD_UNSEALED, BILL_TITLE_BROKEN.
 */
export async function findTitle(
  records: Pick<Records, 'get' | 'find' | 'isGuarded'>,
  { carrierCode, reference }: BillName,
): Promise<Title> {
  const name = [carrierCode, reference];
  const bill = await records.get('bill', name);
  const content = sha256(billText(bill));
  const chain: Possession[] = [];
  let next: Link | undefined = { number: 1, transactionId: '' };
  while (next !== undefined) {
    const possession: Possession | undefined = await records.find('possession', [
      ...name,
      possessionEntry(next),
    ]);
    const problem = problemOf(possession, { bill, content, link: next, before: chain.at(-1) });
    if (possession === undefined || problem !== undefined) {
      throw broken({ carrierCode, reference }, next, problem ?? 'it is missing');
    }
    // Whoever opened it could have kept it in hand, and whoever closed it could take it back.
    if (!(await records.isGuarded(possession))) {
      const isOpen = possession.closed === undefined;
      const lacking = isOpen ? 'does not guard it' : 'has not closed it for good';
      throw broken({ carrierCode, reference }, next, `its possessor’s peer ${lacking}`);
    }
    chain.push(possession);
    next = linkAfter(possession, next);
  }
  const head = chain.at(-1);
  if (head === undefined) throw new Error('A chain has one possession at least');
  return { bill, head, chain, sha256 };
}

/** Where the next possession is to be found, and what it has to be. */
interface Link {
  readonly number: number;
  readonly transactionId: string;
  readonly opening?: string;
  readonly previous?: string;
}

function broken(name: BillName, { number }: Link, problem: string): LedgerError {
  return LedgerError.of('BILL_TITLE_BROKEN', { ...name, number, problem });
}

function linkAfter(possession: Possession, at: Link): Link | undefined {
  const { closed, number, endorsements } = possession;
  if (closed === undefined) return undefined;
  const { transactionId, sha256: opening } = closed.next;
  // Without endorsements it ended as it was opened, and what it was opened as has been compared with its hash.
  const asOpened = endorsements.length === 0 ? at.opening : undefined;
  const previous = asOpened ?? sha256(stateText(possession));
  return { number: number + 1, transactionId, opening, previous };
}

function problemOf(
  possession: Possession | undefined,
  {
    bill,
    content,
    link,
    before,
  }: {
    readonly bill: Bill;
    /** SHA-256 of what the bill says. */
    readonly content: string;
    readonly link: Link;
    readonly before: Possession | undefined;
  },
): string | undefined {
  if (possession === undefined) return 'it is missing';
  const { number, previous, billSha256 } = possession;
  if (number !== link.number) return 'it has another number';
  if (previous?.sha256 !== link.previous) return 'it does not follow from the one before';
  if (link.opening !== undefined && sha256(openingText(possession)) !== link.opening) {
    return 'it is not what the one before was closed with';
  }
  if (billSha256 !== content) return 'it is of a bill with other content';
  return isLawful(possession, { bill, before }) ? undefined : 'no act of the rules makes it so';
}
