import { Books } from './books.js';
import { invariants } from './invariants/all.js';
import type { Invariant, Moment } from './invariants/invariant.js';
import { Player } from './player.js';
import type { Channel } from './cast.js';
import { tookEffect } from './sequence.js';
import type { Outcome, Sent, Subject } from './sequence.js';
import { View } from './view.js';

/** What speaks against an invariant. */
export interface Violation {
  readonly number: number;
  readonly says: string;
  readonly problem: string;
}

export interface Watched {
  readonly outcomes: readonly Outcome[];
  readonly violations: readonly Violation[];
}

/** A channel on which every invariant, or those asked for, are judged after every block. */
export class Watch {
  readonly #player: Player;
  readonly #books: Books;
  readonly #invariants: readonly Invariant[];
  #view: View;

  constructor(
    readonly channel: Channel,
    private readonly subject: Subject,
    only?: number,
  ) {
    this.#player = new Player(channel, subject);
    this.#books = new Books(channel);
    this.#invariants = invariants().filter(({ number }) => only === undefined || number === only);
    this.#view = new View(this.#player.ledger.state);
    // What they compare with is there before the first block.
    this.#judge({ before: this.#view, outcomes: [], standing: new Map() });
  }

  get view(): View {
    return this.#view;
  }

  async block(commands: readonly Sent[]): Promise<Watched> {
    const before = this.#view;
    const outcomes = await this.#player.block(commands);
    this.#view = new View(this.#player.ledger.state);
    const standing = new Map(this.#books.standing);
    outcomes.filter(tookEffect).forEach((outcome) => {
      this.#books.take(outcome);
    });
    return { outcomes, violations: this.#judge({ before, outcomes, standing }) };
  }

  #judge(at: Pick<Moment, 'before' | 'outcomes' | 'standing'>): readonly Violation[] {
    const { channel, subject } = this;
    const { ledger } = this.#player;
    const moment = { ...at, channel, subject, ledger, after: this.#view, books: this.#books };
    return this.#invariants.flatMap(({ number, says, check }) =>
      check(moment).map((problem) => ({ number, says, problem })),
    );
  }
}
