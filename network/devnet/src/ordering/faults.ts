import type { Ambient } from '../ambient.js';
import { Chance } from './chance.js';
import type { EnvelopeFacts } from './envelope-facts.js';
import { EnvelopeRecords, type EnvelopeFilter, type EnvelopeRecord } from './envelope-records.js';
import { faultRule, type FaultRule, type NamedRule, type Reordering } from './fault-rules.js';
import { POOL_BYTES, type Pending } from './pool.js';
import { RuleList, type RuleInForce } from './rule-list.js';
import {
  WaitingEnvelopes,
  type HandOn,
  type WaitingEnvelope,
  type WaitingFilter,
} from './waiting-envelopes.js';

export interface FaultsParts {
  readonly ambient: Pick<Ambient, 'now' | 'schedule'>;
  readonly warn: (text: string) => void;
}

/** An envelope that was admitted, and where it goes if nothing comes between. */
export interface Passing {
  readonly request: Pending;
  readonly facts: EnvelopeFacts;
  readonly handOn: HandOn;
}

type Kept = Omit<WaitingEnvelope, 'rule' | 'callOff'>;

/**
 * What happens to envelopes between an orderer's SUCCESS and the sequencer. The first rule that chooses an envelope decides; one that
 * no rule chooses goes on. The client has SUCCESS in every case: what became of its transaction it must find out by its id.
 */
export class Faults {
  private readonly list = new RuleList();
  private readonly records = new EnvelopeRecords();
  private readonly waiting = new WaitingEnvelopes();

  constructor(private readonly parts: FaultsParts) {}

  /** The rules in force, in their order. */
  get rules(): readonly RuleInForce[] {
    return this.list.inForce;
  }

  /** Whether there are rules. Without any nothing is decided, and nothing is listed. */
  get isActive(): boolean {
    return !this.list.isEmpty;
  }

  /** Put a rule behind those in force. Answers its name. Refuses: what is no rule; a name that is taken. */
  add(given: FaultRule): string {
    return this.list.add(faultRule.parse(given));
  }

  /** Take a rule away; what waits because of it still waits. False where there is none of that name. */
  remove(id: string): boolean {
    return this.list.remove(id);
  }

  /** Take all rules away; what waits because of them still waits. */
  clear(): void {
    this.list.clear();
  }

  /** What was decided for envelopes, in the order in which they were admitted. */
  envelopes(filter: EnvelopeFilter = {}): readonly EnvelopeRecord[] {
    return this.records.list(filter);
  }

  /** How many older decisions are no longer listed. */
  get forgotten(): number {
    return this.records.forgotten;
  }

  /** Whether an envelope of this transaction waits here. */
  holds(channel: string, transactionId: string): boolean {
    return this.waiting.has(channel, transactionId);
  }

  /** Decide what becomes of an admitted envelope, and do it. Answers why it could not be taken. */
  pass({ request, facts, handOn }: Passing): string | undefined {
    const rule = this.list.choose(facts);
    const entry = this.records.add(facts, rule, this.parts.ambient.now());
    const refusal = this.perform(rule, { request, entry, handOn });
    if (refusal !== undefined) entry.refused(refusal);
    return refusal;
  }

  /** Hand on what waits: all, a channel's, or that of these transactions, in this order. Answers what became of it. */
  release(filter: WaitingFilter = {}): readonly EnvelopeRecord[] {
    return this.goOn(this.waiting.find(filter));
  }

  /** Lose what waits. Answers what was lost. */
  discard(why: string, filter: WaitingFilter = {}): readonly EnvelopeRecord[] {
    const lost = this.waiting.find(filter);
    this.waiting.take(lost);
    for (const { entry } of lost) {
      entry.lost(why);
      const { transactionId, channel } = entry.facts;
      this.parts.warn(`transaction ${transactionId} of channel ${channel} was lost: ${why}`);
    }
    return lost.map(({ entry }) => entry.shown);
  }

  private perform(rule: NamedRule | undefined, kept: Kept): string | undefined {
    if (rule === undefined) return handOn(kept);
    const { then } = rule;
    switch (then.action) {
      case 'drop':
        kept.entry.lost(`dropped by rule ${rule.id}`);
        return undefined;
      case 'duplicate':
        return handOnCopies(kept, then.copies);
      case 'hold':
        return this.keep({ ...kept, rule });
      case 'delay':
        return this.delay({ ...kept, rule }, then.milliseconds);
      case 'reorder':
        return this.collect({ ...kept, rule }, then);
    }
  }

  private keep(envelope: WaitingEnvelope): string | undefined {
    if (this.waiting.bytes >= POOL_BYTES) return 'too many transactions wait for their block';
    this.waiting.add(envelope);
    return undefined;
  }

  private delay(envelope: WaitingEnvelope, milliseconds: number): string | undefined {
    const callOff = this.parts.ambient.schedule(milliseconds, () => {
      this.goOn([delayed]);
    });
    const delayed = { ...envelope, callOff };
    const refusal = this.keep(delayed);
    if (refusal !== undefined) callOff();
    return refusal;
  }

  private collect(envelope: WaitingEnvelope, { window, order }: Reordering): string | undefined {
    const refusal = this.keep(envelope);
    if (refusal !== undefined) return refusal;
    const collected = this.waiting.ofRule(envelope.rule, envelope.entry.facts.channel);
    if (collected.length >= window) this.goOn(reordered(collected, order));
    return undefined;
  }

  /** The wait of these envelopes is over. Nobody is left to be told of a refusal: it is listed, and the operator hears of it. */
  private goOn(envelopes: readonly WaitingEnvelope[]): EnvelopeRecord[] {
    this.waiting.take(envelopes);
    for (const envelope of envelopes) {
      const refusal = handOn(envelope);
      if (refusal === undefined) continue;
      envelope.entry.refused(refusal);
      const { transactionId, channel } = envelope.entry.facts;
      this.parts.warn(`transaction ${transactionId} of channel ${channel} was refused: ${refusal}`);
    }
    return envelopes.map(({ entry }) => entry.shown);
  }
}

function handOn({ request, entry, handOn: next }: Kept): string | undefined {
  const refusal = next(request);
  if (refusal === undefined) entry.wentOn();
  return refusal;
}

/** The client hears only of the first. */
function handOnCopies(kept: Kept, copies: number): string | undefined {
  const first = handOn(kept);
  if (first !== undefined) return first;
  for (let copy = 1; copy < copies; copy++) {
    const refusal = handOn({ ...kept, request: { ...kept.request } });
    if (refusal !== undefined) kept.entry.refused(refusal);
  }
  return undefined;
}

function reordered(
  envelopes: readonly WaitingEnvelope[],
  order: Reordering['order'],
): readonly WaitingEnvelope[] {
  if (order === 'reverse') return [...envelopes].reverse();
  if ('shuffle' in order) {
    // Each window is shuffled in its own way, and in the same way again.
    const numbers = envelopes.map(({ entry }) => entry.number).join(' ');
    return new Chance(`${order.shuffle} ${numbers}`).shuffled(envelopes);
  }
  return order.places.flatMap((place) => envelopes[place] ?? []);
}
