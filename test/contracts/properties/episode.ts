import { Chance } from '../../support/chance.js';
import type { Channel } from './cast.js';
import { Generator } from './generator.js';
import type { Outcome, Sent, Subject } from './sequence.js';
import type { View } from './view.js';
import { Watch } from './watch.js';
import type { Violation } from './watch.js';

/** Commands of one block after the other. */
export type Trace = readonly (readonly Sent[])[];

export interface Episode {
  readonly trace: Trace;
  readonly outcomes: readonly Outcome[];
  /** The documents at its end. */
  readonly end: View;
  /** What was found after the last block, by which the episode ended. */
  readonly violations: readonly Violation[];
}

interface Play {
  readonly channel: Channel;
  readonly subject: Subject;
  readonly seed: number;
  /** How many commands at least. */
  readonly commands: number;
  /** The only invariant to be judged; all, unless told. */
  readonly only?: number;
}

/** Plays a new channel by chance, until something is wrong or enough commands were sent. */
export async function playEpisode(play: Play): Promise<Episode> {
  const { channel, subject, seed, commands, only } = play;
  const watch = new Watch(channel, subject, only);
  const generator = new Generator(channel, new Chance(seed), `${channel} ${String(seed)}`);
  const trace: (readonly Sent[])[] = [];
  const all: Outcome[] = [];
  let count = 0;
  let violations: readonly Violation[] = [];
  while (count < commands && violations.length === 0) {
    const block = generator.block(watch.view);
    trace.push(block);
    count += block.length;
    const watched = await watch.block(block);
    all.push(...watched.outcomes);
    violations = watched.violations;
  }
  return { trace, outcomes: all, end: watch.view, violations };
}

/** Plays blocks again, until something is wrong. */
export async function replay(
  trace: Trace,
  { channel, subject, only }: Pick<Play, 'channel' | 'subject' | 'only'>,
): Promise<readonly Violation[]> {
  const watch = new Watch(channel, subject, only);
  for (const block of trace) {
    const { violations } = await watch.block(block);
    if (violations.length > 0) return violations;
  }
  return [];
}
