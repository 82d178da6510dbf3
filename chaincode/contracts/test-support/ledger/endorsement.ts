import type { Channel } from './channel.js';
import { findCollection } from './channel.js';
import type { Execution } from './execution.js';
import { isMet, readSignaturePolicy, ruleFor } from './signature-policy.js';
import type { Rule } from './signature-policy.js';
import { nameOf } from './state-key.js';
import type { StateKey } from './state-key.js';
import type { WorldState } from './world-state.js';

/**
 * Judges the endorsements of a block's transactions, in their order, by the state before the block:
 * each written key by its own policy or, without one, by its collection's or the chaincode's; the
 * chaincode's also where nothing is written.
 */
export class EndorsementJudge {
  readonly #changed = new Set<string>();
  readonly #chaincodeRule: Rule;

  constructor(
    private readonly channel: Channel,
    private readonly state: WorldState,
  ) {
    this.#chaincodeRule = ruleFor(channel.endorsement);
  }

  /** Whether the organisations that signed suffice. What follows in the block is judged after it. */
  accepts(execution: Execution): boolean {
    const rules = new Set(writtenKeys(execution).map((written) => this.#ruleOf(written)));
    if (rules.size === 0) rules.add(this.#chaincodeRule);
    const accepted = [...rules].every((rule) => isMet(rule, execution.endorsedBy));
    // Endorsed is enough, whatever conflicts of reads may still make of the transaction.
    if (accepted) execution.metadataWrites.forEach((it) => this.#changed.add(nameOf(it)));
    return accepted;
  }

  #ruleOf(written: StateKey): Rule {
    const { collection } = written;
    if (collection !== undefined && findCollection(this.channel, collection) === undefined)
      return 'nobody';
    // Whose policy an earlier transaction of the block changes, nobody can have endorsed for.
    if (this.#changed.has(nameOf(written))) return 'nobody';
    const policy = this.state.entry(written)?.policy;
    return policy === undefined || policy.length === 0
      ? this.#fallback(collection)
      : readSignaturePolicy(policy);
  }

  #fallback(collection: string | undefined): Rule {
    const own = collection === undefined ? undefined : findCollection(this.channel, collection);
    return own?.endorsement === undefined ? this.#chaincodeRule : ruleFor(own.endorsement);
  }
}

function writtenKeys({ writes, privateWrites, metadataWrites }: Execution): StateKey[] {
  return [
    ...writes.map(({ key }) => ({ collection: undefined, stateKey: key })),
    ...privateWrites.map(({ collection, keyHash }) => ({ collection, stateKey: keyHash })),
    ...metadataWrites,
  ];
}
