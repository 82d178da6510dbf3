import type { Chance } from '../../support/chance.js';
import { everyStaffRole, guardsOn, personOf } from './cast.js';
import type { Channel } from './cast.js';
import { often, sha256 } from './desk.js';
import type { Desk } from './desk.js';
import { ideasFor } from './ideas.js';
import type { Idea } from './ideas.js';
import type { Person, Sent } from './sequence.js';
import type { View } from './view.js';

const may1 = Date.parse('2026-05-01T08:00:00.000Z') / 1000;
const minute = 60;
const day = 86_400;

/**
 * Makes commands by chance: mostly such as bring a deal further, and beside them what people get wrong: other parties, other
 * staff, acts out of turn, times that go back, requests sent again, transactions that come late or lack a signature.
 */
export class Generator {
  readonly #sent: Sent[] = [];
  /** What people of this episode like to do, and what they hardly ever do: no two episodes are of one kind. */
  readonly #moods = new Map<string, number>();
  #seconds = may1;

  constructor(
    private readonly channel: Channel,
    private readonly chance: Chance,
    private readonly name: string,
  ) {}

  /** The commands of one block, all endorsed on the same state. */
  block(view: View): readonly Sent[] {
    const { chance } = this;
    this.#seconds += minute * chance.below(30);
    if (often(chance, 25)) this.#seconds += chance.below(2 * day);
    if (often(chance, 3)) this.#seconds += (5 + chance.below(30)) * day;
    const size = chance.pick([1, 1, 1, 2, 2, 3, 4, 6]);
    return Array.from({ length: size }, () => this.#next(view));
  }

  #next(view: View): Sent {
    const { chance } = this;
    const again = this.#sent.length > 0 && often(chance, 8);
    const sent = again ? this.#repeated(view) : this.#fresh(view);
    this.#sent.push(sent);
    return sent;
  }

  #fresh(view: View): Sent {
    const { chance, channel } = this;
    const seconds = this.#seconds - (often(chance, 4) ? chance.below(5 * day) : 0);
    const desk: Desk = { view, chance, seconds };
    const ideas = ideasFor(channel, desk);
    const { name, by, command } = often(chance, 10) ? this.#wild(ideas) : this.#weighed(ideas);
    const requestId = sha256(`${this.name} request ${String(this.#sent.length)}`);
    const content = { name, by: this.#personFor(by, name), command: command(), requestId, seconds };
    return { ...content, ...this.#way() };
  }

  /** A request sent again, since its client does not know what became of it; or, by mistake, its id for another one. */
  #repeated(view: View): Sent {
    const { chance } = this;
    const earlier = chance.pick(this.#sent.slice(-20));
    const content = often(chance, 20) ? { ...this.#fresh(view), by: earlier.by } : earlier;
    const { requestId } = earlier;
    return { ...content, requestId, seconds: this.#seconds, ...this.#way() };
  }

  /** How the transaction travels. */
  #way(): Pick<Sent, 'txId' | 'delay' | 'unsignedBy'> {
    const { chance, channel } = this;
    const txId = sha256(`${this.name} transaction ${String(this.#sent.length)}`);
    const delay = often(chance, 6) ? 1 + chance.below(4) : 0;
    const peers = [...new Set(Object.values(guardsOn[channel]))];
    return { txId, delay, ...(often(chance, 3) && { unsignedBy: chance.pick(peers) }) };
  }

  #personFor(msp: string, act: string): Person {
    const { chance, channel } = this;
    const isRegister = act.startsWith('register:');
    const usual = isRegister ? ({ msp, role: 'administrator' } as const) : personOf(msp);
    if (!often(chance, 7)) return usual;
    const other = personOf(chance.pick(Object.keys(guardsOn[channel])));
    return often(chance, 60) ? other : { ...other, role: chance.pick(everyStaffRole) };
  }

  /** Any act, and then a document for it; or a document to which something has just happened, and then an act on it. */
  #wild(ideas: readonly Idea[]): Idea {
    const { chance } = this;
    const latest = ideas.toSorted((one, other) => (timeOf(one) > timeOf(other) ? -1 : 1));
    const documents = [...new Set(latest.flatMap(({ on }) => on ?? []))].slice(0, 6);
    if (documents.length > 0 && often(chance, 50)) {
      const document = chance.pick(documents);
      return chance.pick(ideas.filter(({ on }) => on === document));
    }
    const act = chance.pick([...new Set(ideas.map(({ name }) => name))]);
    const choice = latest.filter(({ name }) => name === act);
    return chance.pick(often(chance, 70) ? choice.slice(0, 2) : choice);
  }

  #weighed(ideas: readonly Idea[]): Idea {
    const weighed = ideas.map((idea) => ({ idea, weight: idea.weight * this.#mood(idea.name) }));
    const whole = weighed.reduce((sum, { weight }) => sum + weight, 0);
    let rest = this.chance.next() * whole;
    const chosen = weighed.find(({ weight }) => (rest -= weight) < 0);
    return chosen?.idea ?? this.chance.pick(ideas);
  }

  #mood(name: string): number {
    const mood = this.#moods.get(name) ?? this.chance.pick([0.3, 1, 1, 1, 1, 4]);
    this.#moods.set(name, mood);
    return mood;
  }
}

function timeOf({ on }: Idea): string {
  return on?.latestTime ?? '';
}
