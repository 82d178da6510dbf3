import type { AmendmentAction, AmendmentStatus } from '@argosy/domain/amendment/steps';
import type { PossessionAction, PossessionStatus } from '@argosy/domain/bill/possession-steps';
import type { Credit } from '@argosy/domain/credit/credit';
import type { CreditAction, CreditStatus } from '@argosy/domain/credit/steps';
import type { DeclarationAction, DeclarationStatus } from '@argosy/domain/declaration/steps';
import type { ExaminationAction, ExaminationStatus } from '@argosy/domain/examination/steps';
import type { LicenceAction, LicenceStatus } from '@argosy/domain/licence/steps';
import type { PresentationAction, PresentationStatus } from '@argosy/domain/presentation/steps';
import type { ShipmentAction, ShipmentStatus } from '@argosy/domain/shipment/steps';
import type { DealRecord } from './deal.js';

/** An act by which a document would go on. */
export interface NextAct {
  readonly action: string;
  /** The last day for it, where the record says so. */
  readonly until?: string;
}

type Next<Status extends string, Action extends string> = Readonly<
  Record<Status, readonly Action[]>
>;

/** By the kind of document and its status: the acts that its deal goes on by, not all that are possible. A new status needs its line. */
export const nextByStatus = {
  credit: {
    applied: ['issue'],
    returned: ['revise'],
    declined: [],
    withdrawn: [],
    issued: ['advise'],
    advised: ['acknowledgeReceipt'],
    acknowledged: ['confirm'],
    confirmed: [],
    unconfirmed: [],
    cancelled: [],
    closed: [],
  } satisfies Next<CreditStatus, CreditAction>,
  amendment: {
    proposed: ['issue'],
    declined: [],
    issued: ['advise'],
    advised: ['accept'],
    accepted: [],
    rejected: [],
  } satisfies Next<AmendmentStatus, AmendmentAction>,
  presentation: {
    lodging: ['complete'],
    complete: [],
    withdrawn: [],
  } satisfies Next<PresentationStatus, PresentationAction>,
  examination: {
    examining: ['comply'],
    complying: ['honour'],
    // The applicant may waive the discrepancies; where it does not, the documents go back.
    refused: ['waive', 'return'],
    returned: [],
    waived: ['honour'],
    precluded: ['honour'],
    honoured: ['settle'],
    accepted: ['settle'],
    settled: [],
  } satisfies Next<ExaminationStatus, ExaminationAction>,
  possession: {
    held: [],
    escrowed: [],
    surrenderRequested: ['acceptSurrender'],
    passedOn: [],
    surrendered: [],
  } satisfies Next<PossessionStatus, PossessionAction>,
  licence: {
    applied: ['inspect'],
    inspected: ['issue'],
    issued: [],
    refused: [],
    exhausted: [],
    revoked: [],
  } satisfies Next<LicenceStatus, LicenceAction>,
  shipment: {
    ready: ['load'],
    loaded: ['depart'],
    departed: ['arrive'],
    arrived: ['discharge'],
    discharged: [],
  } satisfies Next<ShipmentStatus, ShipmentAction>,
  declaration: {
    lodged: ['accept'],
    rejected: [],
    accepted: ['clear'],
    held: ['examine'],
    examined: ['clear'],
    cleared: [],
    refused: [],
  } satisfies Next<DeclarationStatus, DeclarationAction>,
} as const;

/** The acts by which a document would go on now. */
export function nextActs(record: DealRecord): readonly NextAct[] {
  return exceptionFor(record) ?? usualFor(record).map((action) => ({ action }));
}

function usualFor({ kind, status }: DealRecord): readonly string[] {
  const all: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = nextByStatus;
  return all[kind]?.[status] ?? [];
}

/** Where more than the status decides. */
function exceptionFor(record: DealRecord): readonly NextAct[] | undefined {
  if (record.kind === 'credit') return withoutConfirmation(record);
  if (record.kind === 'examination' && record.status === 'examining') {
    return [{ action: 'comply', until: record.deadline }];
  }
  return isFoundOtherwise(record) ? [{ action: 'refuse' }] : undefined;
}

/** Where the credit asks for no confirmation, nobody has to say anything to it. */
function withoutConfirmation({ status, terms }: Credit): readonly NextAct[] | undefined {
  return status === 'acknowledged' && terms.confirmation === 'without' ? [] : undefined;
}

/** Goods that are not what was applied for, or declared, are neither licensed nor cleared. */
function isFoundOtherwise(record: DealRecord): boolean {
  if (record.kind === 'licence') {
    return record.status === 'inspected' && record.inspection?.result === 'differs';
  }
  if (record.kind !== 'declaration') return false;
  return record.status === 'examined' && record.finding?.result === 'differs';
}
