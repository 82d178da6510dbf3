import type { EnvelopeFacts } from './envelope-facts.js';
import type { GivenRule, NamedRule } from './fault-rules.js';
import { RuleChoice } from './rule-choice.js';

/** A rule in force, and how many envelopes it has chosen so far. */
export type RuleInForce = NamedRule & { readonly chosen: number };

/** The rules in force. The first that chooses an envelope decides; those behind it do not see it. */
export class RuleList {
  private choices: readonly RuleChoice[] = [];
  private named = 0;

  get isEmpty(): boolean {
    return this.choices.length === 0;
  }

  get inForce(): readonly RuleInForce[] {
    return this.choices.map(({ rule, chosen }) => ({ ...rule, chosen }));
  }

  /** Put a rule behind the others. Answers its name. Refuses a name that is taken. */
  add({ id = this.freeName(), when, then }: GivenRule): string {
    if (this.isTaken(id)) throw new Error(`there is a rule ${id} already`);
    this.choices = [...this.choices, new RuleChoice({ id, when, then })];
    return id;
  }

  /** False where there is no rule of that name. */
  remove(id: string): boolean {
    const before = this.choices.length;
    this.choices = this.choices.filter(({ rule }) => rule.id !== id);
    return this.choices.length < before;
  }

  clear(): void {
    this.choices = [];
  }

  choose(facts: EnvelopeFacts): NamedRule | undefined {
    return this.choices.find((choice) => choice.takes(facts))?.rule;
  }

  private isTaken(id: string): boolean {
    return this.choices.some(({ rule }) => rule.id === id);
  }

  private freeName(): string {
    do this.named += 1;
    while (this.isTaken(`rule-${this.named}`));
    return `rule-${this.named}`;
  }
}
