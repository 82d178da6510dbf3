import { creditPartiesOf, type Credit } from '@argosy/domain/credit/credit';
import type { CreditRole } from '@argosy/domain/credit/parties';
import { effectiveTerms } from '@argosy/domain/credit/effective-terms';
import type { Money } from '@argosy/domain/shared/money';
import type { Possibility, StaffMember } from '@argosy/domain/possible-actions';
import { possibleActions } from '@argosy/domain/possible-actions';
import {
  dealKinds,
  type Deal,
  type DealChannel,
  type DealKind,
  type DealRecord,
  type Link,
} from './deal.js';
import { partsOf } from './deal-draft.js';
import { namesOf, type MemberNames } from './members.js';
import type { DealRecords } from './records.js';
import { timelinesOf, type DealEvent } from './timeline.js';
import { turnsOf, type Turn } from './turns.js';

/** A member with what it is called. */
export interface NamedMember {
  readonly msp: string;
  readonly name: string;
}

export interface PartyView extends NamedMember {
  readonly role: CreditRole;
}

export interface TurnView extends Omit<Turn, 'msps'> {
  readonly members: readonly NamedMember[];
  readonly isYours: boolean;
}

export interface EventView extends DealEvent {
  /** What the sending member is called. */
  readonly by: string;
}

/** A deal in a list. */
export interface DealSummary {
  readonly credit: string;
  readonly status: Credit['status'];
  readonly amount: Money;
  readonly parties: readonly PartyView[];
  /** The newest of its events on any channel. */
  readonly newest?: EventView;
  readonly turns: readonly TurnView[];
}

export interface DocumentView {
  readonly channel: DealChannel;
  readonly document: DealKind;
  readonly parts: readonly string[];
  readonly record: DealRecord;
  readonly link?: Link;
  readonly actions: readonly Possibility[];
}

/** One deal as somebody of a member's staff sees it. */
export interface DealView extends DealSummary {
  readonly documents: readonly DocumentView[];
  readonly timeline: readonly EventView[];
}

/** Deals as somebody sees them, in their order. */
export async function viewsOf(
  deals: readonly Deal[],
  { records, staff }: { readonly records: DealRecords; readonly staff: StaffMember },
): Promise<readonly DealView[]> {
  const timelines = await timelinesOf(deals, records);
  const names = await namesOf(mspsIn(deals, timelines), records);
  return deals.map((deal, index) => {
    const timeline = (timelines[index] ?? []).map((event) => ({
      ...event,
      by: names(event.byMsp),
    }));
    return {
      ...summaryOf(deal, { names, staff, newest: timeline.at(-1) }),
      documents: deal.documents.map(({ record, link }) => ({
        channel: dealKinds[record.kind],
        document: record.kind,
        parts: partsOf(record),
        record,
        ...(link === undefined ? {} : { link }),
        actions: possibleActions(record, staff),
      })),
      timeline,
    };
  });
}

interface Reading {
  readonly names: MemberNames;
  readonly staff: StaffMember;
  readonly newest: EventView | undefined;
}

function summaryOf(deal: Deal, { names, staff, newest }: Reading): DealSummary {
  const { credit } = deal;
  const turns = turnsOf(deal).map(({ msps, ...turn }) => ({
    ...turn,
    members: msps.map((msp) => ({ msp, name: names(msp) })),
    isYours: msps.includes(staff.msp),
  }));
  return {
    credit: credit.reference,
    status: credit.status,
    amount: effectiveTerms(credit).amount,
    parties: partiesOf(credit),
    ...(newest === undefined ? {} : { newest }),
    turns,
  };
}

/** As the document names them. */
function partiesOf({ parties }: Credit): readonly PartyView[] {
  return creditPartiesOf(parties).map(({ role }) => ({ role, ...parties[role] }));
}

function mspsIn(
  deals: readonly Deal[],
  timelines: readonly (readonly DealEvent[])[],
): readonly string[] {
  const acting = timelines.flatMap((events) => events.map(({ byMsp }) => byMsp));
  const waitedFor = deals.flatMap((deal) => turnsOf(deal).flatMap(({ msps }) => msps));
  return [...acting, ...waitedFor];
}
