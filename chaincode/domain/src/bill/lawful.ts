import { canonicalJson } from '../shared/canonical-json.js';
import type { Bill } from './bill.js';
import { endorsementRefusal } from './endorse.js';
import { endorsedTo } from './escrow.js';
import { titleIn } from './possession.js';
import type { Possession } from './possession.js';
import type { Move } from './possession-steps.js';
import { isJustTransferred } from './transfer.js';
import { mayClaim } from './surrender.js';

/*
 * A possession is guarded by the peer of whoever has the bill, and by nobody else: that peer alone could write that the bill was
 * endorsed by another, or passed on as only another may.
 */

interface Origin {
  readonly bill: Bill;
  /** The possession before; undefined for the first. */
  readonly before: Possession | undefined;
}

type Opening = Pick<Possession, 'openedBy' | 'carrier' | 'possessor' | 'title'> &
  Partial<Pick<Possession, 'escrow' | 'surrender'>>;

/** Whether the acts that the rules allow can have made a possession what it is. */
export function isLawful(possession: Possession, { bill, before }: Origin): boolean {
  const expected = before === undefined ? issued(bill) : passedOn(possession, { bill, before });
  if (expected === undefined) return false;
  const isOpenedSo = canonicalJson(expected) === canonicalJson(openingOf(possession));
  return isOpenedSo && isStatusLawful(possession) && areEndorsementsLawful(possession);
}

function openingOf(possession: Possession): Opening {
  const { openedBy, carrier, possessor, title, escrow, surrender } = possession;
  const capacity = { ...(escrow && { escrow }), ...(surrender && { surrender }) };
  return { openedBy, carrier, possessor, title, ...capacity };
}

function issued({ carrier, holder, title }: Bill): Opening {
  return { openedBy: 'begin', carrier, possessor: holder, title };
}

function passedOn(
  possession: Possession,
  { bill, before }: Origin & { readonly before: Possession },
): Opening | undefined {
  const { carrier, closed } = before;
  if (closed === undefined || !movesFrom(before, bill).includes(closed.by)) return undefined;
  const moved = moves[closed.by](possession, before);
  return moved && { openedBy: closed.by, carrier, title: titleIn(before), ...moved };
}

type Moved = Pick<Opening, 'possessor'> & Partial<Pick<Opening, 'title' | 'escrow' | 'surrender'>>;

const back = (_: Possession, { previous }: Possession): Moved | undefined =>
  previous && { possessor: previous.possessor };

/** What each move makes of the bill, where it leaves a choice by what was chosen. */
const moves: Readonly<Record<Move, (after: Possession, before: Possession) => Moved | undefined>> =
  {
    transfer: ({ possessor }) => ({ possessor }),
    escrow: ({ possessor, escrow }) => escrow && { possessor, escrow },
    release: ({ possessor }, before) => ({ possessor, title: endorsedTo(possessor, before) }),
    surrender: ({ surrender }, { carrier }) => surrender && { possessor: carrier, surrender },
    rejectTransfer: back,
    giveBack: back,
    rejectSurrender: back,
  };

function movesFrom(head: Possession, bill: Bill): readonly Move[] {
  if (head.escrow !== undefined) return ['release', 'giveBack'];
  if (head.surrender !== undefined) return ['rejectSurrender'];
  const rejection: readonly Move[] = isJustTransferred(head) ? ['rejectTransfer'] : [];
  const claim: readonly Move[] = mayClaim({ bill, head }) ? ['surrender'] : [];
  return ['transfer', 'escrow', ...rejection, ...claim];
}

function isStatusLawful({ status, escrow, surrender, closed }: Possession): boolean {
  if (closed !== undefined) return status === 'passedOn';
  if (escrow !== undefined) return status === 'escrowed';
  if (surrender === undefined) return status === 'held';
  return status === 'surrenderRequested' || status === 'surrendered';
}

function areEndorsementsLawful(possession: Possession): boolean {
  const { endorsements, escrow, surrender } = possession;
  if (endorsements.length > 0 && (escrow ?? surrender) !== undefined) return false;
  return endorsements.every(({ by, title }, index) => {
    const head = { ...possession, endorsements: endorsements.slice(0, index) };
    if (endorsementRefusal(head, by) !== undefined) return false;
    if (title.type !== 'toOrder') return by === 'endorseInBlank' && title.type === 'blank';
    return by === (title.endorseeMayEndorse ? 'endorseToOrder' : 'endorse');
  });
}
