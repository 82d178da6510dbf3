import type { SpokenOf } from './acts/act.js';
import type { ActName } from './acts/table.js';
import type { PlannedAct } from './command.js';
import { namesOf } from './deal.js';
import type { Deal } from './deal.js';

/** The document that an act speaks of, and what it is called. */
export interface Spoken {
  readonly document: SpokenOf;
  readonly parts: readonly string[];
}

/** By which act a document becomes what another channel is told of. */
export const toldBy: Readonly<Record<SpokenOf, ActName>> = {
  bill: 'possession.acceptSurrender',
  declaration: 'declaration.clear',
};

/** What has come of a course so far, as far as later acts build on it. */
export class Progress {
  #amendments = 0;
  readonly #told = new Set<string>();

  constructor(private readonly deal: Deal) {}

  /** How many amendments have been proposed. */
  get amendments(): number {
    return this.#amendments;
  }

  /** An act was taken, and not refused. */
  taken({ entry, consignment }: PlannedAct): void {
    if (entry.act === 'amendment.propose') this.#amendments += 1;
    this.#told.add(`${entry.act} ${consignment.name}`);
  }

  /** The document that an act speaks of, if it is there to be spoken of. */
  spokenOf({ act, consignment }: PlannedAct): Spoken | undefined {
    const { speaksOf: document } = act;
    if (document === undefined || !this.#told.has(`${toldBy[document]} ${consignment.name}`))
      return undefined;
    const { bill, declaration } = namesOf(this.deal, consignment);
    return {
      document,
      parts: document === 'bill' ? [bill.carrierCode, bill.reference] : [declaration],
    };
  }
}
