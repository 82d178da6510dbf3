import type { Episode } from './episode.js';
import { tookEffect } from './sequence.js';

/** Counts of what happened, so that a search that only ever knocked at closed doors is seen. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add({ trace, outcomes, end }: Episode): void {
    this.#count('blocks', trace.length);
    this.#count('commands', trace.flat().length);
    for (const outcome of outcomes) {
      const { code, refusal, sent } = outcome;
      if (refusal !== undefined) this.#count(`refused ${refusal}`);
      else this.#count(`validated ${String(code)}`);
      if (tookEffect(outcome)) this.#count(`effect ${sent.name}`);
    }
    for (const { kind, status } of end.all.values()) this.#count(`ended ${kind} ${status}`);
  }

  count(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  /** All counts whose names begin so. */
  under(prefix: string): ReadonlyMap<string, number> {
    const found = [...this.#counts].filter(([name]) => name.startsWith(`${prefix} `));
    const sorted = found.sort(([, one], [, other]) => other - one);
    return new Map(sorted.map(([name, count]) => [name.slice(prefix.length + 1), count]));
  }

  /** For people, in few lines. */
  lines(): readonly string[] {
    const of = (prefix: string) =>
      [...this.under(prefix)].map(([name, count]) => `${name} ${String(count)}`).join(', ');
    const refused = [...this.under('refused').values()].reduce((sum, it) => sum + it, 0);
    return [
      `${String(this.count('commands'))} commands in ${String(this.count('blocks'))} blocks: ` +
        `${String(this.count('validated 0'))} took effect, ${String(refused)} were refused, ` +
        `${String(this.count('validated 11'))} read what had changed (11), ` +
        `${String(this.count('validated 10'))} lacked an endorsement (10)`,
      `refused: ${of('refused')}`,
      `took effect: ${of('effect')}`,
      `documents at the end: ${of('ended')}`,
    ];
  }

  #count(name: string, by = 1): void {
    this.#counts.set(name, this.count(name) + by);
  }
}
