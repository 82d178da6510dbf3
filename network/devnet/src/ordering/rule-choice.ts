import { Chance } from './chance.js';
import type { EnvelopeFacts } from './envelope-facts.js';
import type { FaultSelector, NamedRule } from './fault-rules.js';

/** A rule and how many envelopes it has seen. The same envelopes in the same order are always chosen alike. */
export class RuleChoice {
  private matching = 0;
  private selected = 0;
  private readonly chance: Chance;

  constructor(readonly rule: NamedRule) {
    this.chance = new Chance(rule.when.seed ?? '');
  }

  /** How many envelopes the rule has chosen. */
  get chosen(): number {
    return this.selected;
  }

  /** Whether the rule is for this envelope, which is counted. */
  takes(facts: EnvelopeFacts): boolean {
    const { when } = this.rule;
    const { every = 1, probability = 1, first = Infinity } = when;
    if (this.selected >= first || !matches(facts, when)) return false;
    this.matching += 1;
    if (this.matching % every !== 0) return false;
    if (probability < 1 && this.chance.next() >= probability) return false;
    this.selected += 1;
    return true;
  }
}

const NAMES = ['channel', 'creatorMsp', 'chaincode', 'function'] as const;

const matches = (facts: EnvelopeFacts, when: FaultSelector): boolean =>
  NAMES.every((name) => when[name] === undefined || when[name] === facts[name]) &&
  when.transactionIds?.includes(facts.transactionId) !== false;
