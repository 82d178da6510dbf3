/** Why a control cannot be used so: it names something that is not there, says it wrongly, or not now. */
export type RefusalReason = 'unknown' | 'wrong' | 'not now' | 'not allowed';

/** What a refusal says beside its words. */
export interface RefusalParts {
  /** The field at fault, such as `when.every`. */
  readonly field?: string | undefined;
  /** What the field must be. */
  readonly rule?: string | undefined;
  /** What to do. */
  readonly advice: string;
}

/** A control that is refused; nothing has changed. */
export class ControlRefused extends Error {
  override readonly name = 'ControlRefused';

  constructor(
    readonly reason: RefusalReason,
    message: string,
    readonly parts: RefusalParts,
  ) {
    super(message);
  }
}

/** A name that nothing has. */
export interface UnknownName {
  /** The field in which it stands. */
  readonly field: string;
  /** What it should name, such as `channel`. */
  readonly what: string;
  readonly name: string;
  /** The names that there are. */
  readonly known: readonly string[];
}

/** Something is asked for by a name that nothing has. */
export function unknownName({ field, what, name, known }: UnknownName): ControlRefused {
  const there = known.length === 0 ? 'there is none' : `there are ${known.join(', ')}`;
  const rule = `must name a ${what}`;
  return new ControlRefused('unknown', `there is no ${what} ${name}: ${there}`, {
    field,
    rule,
    advice: known.length === 0 ? `have a ${what} first` : 'use one of these names',
  });
}

/** Something is to be done with a transaction that waits, but this one does not. */
export const notWaiting = (id: string, why: string): ControlRefused =>
  new ControlRefused('not now', `transaction ${id} does not wait: ${why}`, {
    field: 'transactionIds',
    rule: 'must name transactions that wait',
    advice: 'ask GET /v1/channels and GET /v1/envelopes what waits',
  });
