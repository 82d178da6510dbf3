import type { CallOff } from '../ambient.js';
import type { EnvelopeEntry } from './envelope-records.js';
import type { NamedRule } from './fault-rules.js';
import type { Pending } from './pool.js';

/** Hand an envelope on to the sequencer. Answers why not. */
export type HandOn = (request: Pending) => string | undefined;

/** An envelope that an orderer admitted and that the sequencer does not have yet. */
export interface WaitingEnvelope {
  readonly request: Pending;
  readonly entry: EnvelopeEntry;
  readonly handOn: HandOn;
  /** The rule because of which it waits. */
  readonly rule: NamedRule;
  /** Calls off what would end its wait by itself. */
  readonly callOff?: CallOff;
}

/** Which of the waiting envelopes. */
export interface WaitingFilter {
  readonly channel?: string | undefined;
  readonly transactionIds?: readonly string[] | undefined;
}

/** The envelopes that wait, first come first. */
export class WaitingEnvelopes {
  private readonly all = new Set<WaitingEnvelope>();
  private readonly counts = new Map<string, number>();
  private size = 0;

  /** What they have together. */
  get bytes(): number {
    return this.size;
  }

  has(channel: string, transactionId: string): boolean {
    return this.counts.has(keyOf(channel, transactionId));
  }

  add(envelope: WaitingEnvelope): void {
    this.all.add(envelope);
    this.size += envelope.request.bytes.length;
    this.counts.set(nameOf(envelope), (this.counts.get(nameOf(envelope)) ?? 0) + 1);
  }

  /** Those that wait because of a rule, on one channel. */
  ofRule(rule: NamedRule, channel: string): WaitingEnvelope[] {
    return [...this.all].filter(
      (envelope) => envelope.rule === rule && envelope.entry.facts.channel === channel,
    );
  }

  /** Those of a channel, or all; where transactions are named only theirs, in the order of the names. */
  find({ channel, transactionIds }: WaitingFilter): WaitingEnvelope[] {
    const here = [...this.all].filter(
      ({ entry }) => channel === undefined || entry.facts.channel === channel,
    );
    if (transactionIds === undefined) return here;
    return [...new Set(transactionIds)].flatMap((id) =>
      here.filter(({ entry }) => entry.facts.transactionId === id),
    );
  }

  /** Remove envelopes whose wait is over. */
  take(envelopes: readonly WaitingEnvelope[]): void {
    for (const envelope of envelopes) {
      if (!this.all.delete(envelope)) continue;
      envelope.callOff?.();
      this.size -= envelope.request.bytes.length;
      const left = (this.counts.get(nameOf(envelope)) ?? 1) - 1;
      if (left === 0) this.counts.delete(nameOf(envelope));
      else this.counts.set(nameOf(envelope), left);
    }
  }
}

const keyOf = (channel: string, transactionId: string): string => `${channel} ${transactionId}`;

const nameOf = ({ entry: { facts } }: WaitingEnvelope): string =>
  keyOf(facts.channel, facts.transactionId);
