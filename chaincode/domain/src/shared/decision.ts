import type { LedgerChange } from '../events.js';
import { LedgerError } from '../errors.js';
import type { Call } from './call.js';
import { rolesIn } from './document.js';
import type { DocumentKind, LedgerRecord, NewRecord, Step } from './document.js';

/** One record as it is to be written, and the change of it to announce. */
export interface Effect<Kept extends LedgerRecord = LedgerRecord> {
  readonly record: Kept | NewRecord<Kept>;
  readonly change: LedgerChange;
  /** What else the same record is announced as: a notice to a party that it names. */
  readonly notices?: readonly LedgerChange[];
}

/** What a request comes to: the document that was asked for first, then what changes with it in the same transaction. */
export type Decision<Kept extends LedgerRecord = LedgerRecord> = readonly [
  Effect<Kept>,
  ...Effect[],
];

/** The content of a record, without what every record has. */
export type Draft<Kept extends LedgerRecord> = Omit<
  Kept,
  'version' | 'status' | 'latestTime' | 'guards' | 'seal'
>;

/**
 * A new document, made by the act of its table that creates one. Where the table names several outcomes, `to` is one of them.
 * Refuses: ACTION_WRONG_PARTY.
 */
export function begin<Kept extends LedgerRecord>(
  document: DocumentKind<Kept>,
  action: string,
  { draft, call, to }: { readonly draft: Draft<Kept>; readonly call: Call; readonly to?: string },
): Effect<Kept> {
  const step = stepOf(document, action);
  const status = outcome(step, to);
  const made = { ...draft, version: 1, status, latestTime: call.time };
  const record = made as unknown as NewRecord<Kept>;
  refuseWrongParty(document, action, { record, call });
  return effect(document, action, record);
}

/**
 * A document after an act that its table allows, with what the act changes. Where the table names several outcomes, `to` is
 * one of them. Refuses: ACTION_WRONG_PARTY, ACTION_WRONG_STATUS, TIME_BEFORE_RECORD.
 */
export function proceed<Kept extends LedgerRecord>(
  document: DocumentKind<Kept>,
  action: string,
  at: {
    readonly record: Kept;
    readonly call: Call;
    readonly changes?: Partial<Draft<Kept>>;
    readonly to?: string;
  },
): Effect<Kept> {
  const { record, call, changes, to } = at;
  refuseWrongParty(document, action, { record, call });
  refuseWrongStatus(document, action, record);
  refuseEarlier(record, call);
  const next = {
    ...record,
    ...changes,
    status: outcome(stepOf(document, action), to),
    version: record.version + 1,
    latestTime: call.time,
  };
  return effect<Kept>(document, action, next);
}

/** A client could otherwise reach back before a deadline by claiming an earlier time. Refuses: TIME_BEFORE_RECORD. */
export function refuseEarlier(record: LedgerRecord, { time }: Call): void {
  if (time < record.latestTime) {
    throw LedgerError.of('TIME_BEFORE_RECORD', { actual: time, limit: record.latestTime });
  }
}

/** Refuses: ACTION_WRONG_PARTY, unless the caller has the part in the document whose act it is. */
export function refuseWrongParty<Kept extends LedgerRecord>(
  document: DocumentKind<Kept>,
  action: string,
  { record, call }: { readonly record: NewRecord<Kept>; readonly call: Pick<Call, 'caller'> },
): void {
  const { msp } = call.caller;
  const required = stepOf(document, action).by;
  const actual = rolesIn(document, { record, msp });
  if (!actual.some((role) => required.includes(role))) {
    const details = { document: document.kind, action, msp, required, actual };
    throw LedgerError.of('ACTION_WRONG_PARTY', details);
  }
}

/** Refuses: ACTION_WRONG_STATUS, unless the table has the act from the document's status. */
export function refuseWrongStatus<Kept extends LedgerRecord>(
  document: DocumentKind<Kept>,
  action: string,
  record: Kept,
): void {
  const allowed = stepOf(document, action).from;
  const { status: current } = record;
  if (!allowed.includes(current)) {
    const at = { document: document.kind, parts: document.parts(record) };
    throw LedgerError.of('ACTION_WRONG_STATUS', { ...at, action, current, allowed });
  }
}

/** A record as an act of its table leaves it, with the change to announce; whoever asks has judged the act. */
export function effect<Kept extends LedgerRecord>(
  document: DocumentKind<Kept>,
  action: string,
  record: Kept | NewRecord<Kept>,
): Effect<Kept> {
  const { version, status } = record;
  const parts = document.parts(record);
  const type = stepOf(document, action).event;
  return { record, change: { type, document: document.kind, parts: [...parts], version, status } };
}

function stepOf(document: Pick<DocumentKind, 'kind' | 'steps'>, action: string): Step {
  const step = document.steps[action];
  if (step === undefined) throw new TypeError(`A ${document.kind} has no act ${action}`);
  return step;
}

function outcome({ to }: Step, chosen: string | undefined): string {
  const [only] = to;
  const status = chosen ?? (to.length === 1 ? only : undefined);
  if (status === undefined || !to.includes(status)) {
    throw new TypeError(`One of ${to.join(', ')} has to be chosen, not ${String(chosen)}`);
  }
  return status;
}
