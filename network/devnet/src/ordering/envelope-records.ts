import type { EnvelopeFacts } from './envelope-facts.js';
import type { FaultAction, NamedRule } from './fault-rules.js';

/** `waits`: it is held, delayed, or collected for another order. `refused`: the sequencer did not take it when its time came. */
export type EnvelopeState = 'waits' | 'went on' | 'lost' | 'refused';

/** What was decided for an envelope, and what came of it. */
export interface EnvelopeRecord extends EnvelopeFacts {
  /** Counts the envelopes that were looked at, from 1. */
  readonly number: number;
  readonly admittedAt: string;
  readonly action: FaultAction['action'] | 'pass';
  /** The rule that decided; undefined where none chose it. */
  readonly rule: string | undefined;
  readonly state: EnvelopeState;
  /** How often it went on to the sequencer. */
  readonly copies: number;
  /** Why it was lost or refused. */
  readonly why: string | undefined;
}

export interface EnvelopeFilter {
  readonly channel?: string | undefined;
  readonly transactionIds?: readonly string[] | undefined;
  readonly state?: EnvelopeState | undefined;
}

/** One record while it is written. */
export class EnvelopeEntry {
  private state: EnvelopeState = 'waits';
  private copies = 0;
  private why: string | undefined;

  constructor(
    readonly number: number,
    readonly facts: EnvelopeFacts,
    private readonly rule: NamedRule | undefined,
    private readonly admittedAt: string,
  ) {}

  /** The record as it stands now. */
  get shown(): EnvelopeRecord {
    const { number, facts, rule, admittedAt, state, copies, why } = this;
    const action = rule?.then.action ?? 'pass';
    return { number, ...facts, admittedAt, action, rule: rule?.id, state, copies, why };
  }

  get isSettled(): boolean {
    return this.state !== 'waits';
  }

  wentOn(): void {
    this.state = 'went on';
    this.copies += 1;
  }

  lost(why: string): void {
    this.state = 'lost';
    this.why = why;
  }

  /** Of an envelope that went on before, only a further copy was refused. */
  refused(why: string): void {
    if (this.copies === 0) this.state = 'refused';
    this.why = why;
  }
}

const MOST_SETTLED = 10_000;

/** What was decided for the latest envelopes. Those that wait are never forgotten. */
export class EnvelopeRecords {
  private readonly entries = new Map<number, EnvelopeEntry>();
  private count = 0;

  constructor(private readonly most = MOST_SETTLED) {}

  /** How many records were forgotten. */
  get forgotten(): number {
    return this.count - this.entries.size;
  }

  add(facts: EnvelopeFacts, rule: NamedRule | undefined, now: number): EnvelopeEntry {
    this.count += 1;
    const entry = new EnvelopeEntry(this.count, facts, rule, new Date(now).toISOString());
    this.entries.set(entry.number, entry);
    if (this.entries.size > this.most) this.forgetOne();
    return entry;
  }

  /** The records in the order of admission. */
  list({ channel, transactionIds, state }: EnvelopeFilter): EnvelopeRecord[] {
    return [...this.entries.values()]
      .map(({ shown }) => shown)
      .filter(
        (record) =>
          (channel === undefined || record.channel === channel) &&
          transactionIds?.includes(record.transactionId) !== false &&
          (state === undefined || record.state === state),
      );
  }

  private forgetOne(): void {
    for (const [number, { isSettled }] of this.entries) {
      if (!isSettled) continue;
      this.entries.delete(number);
      return;
    }
  }
}
