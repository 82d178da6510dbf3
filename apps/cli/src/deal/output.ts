import colours from 'picocolors';
import { elapsed } from '../net/presentation.js';
import { stages } from './acts/stages.js';
import type { Stage } from './acts/stages.js';
import type { Deal } from './deal.js';
import type { Ending } from './ending.js';
import type { PlayedAct } from './play.js';

type TakenAct = {
  /** Its place in the course, from 1. */
  readonly number: number;
  readonly stage: Stage;
  /** By its name in the course, and in words. */
  readonly act: string;
  readonly words: string;
  readonly person: string;
  readonly organisation: string;
  readonly milliseconds: number;
};

/** What happens in a deal, one thing at a time. */
export type DealHappening =
  | {
      readonly event: 'deal';
      readonly reference: string;
      readonly earlier: number;
      readonly summary: string;
    }
  | { readonly event: 'stage'; readonly stage: Stage; readonly number?: number }
  | (TakenAct & {
      readonly event: 'act';
      readonly channel: string;
      readonly transactionId: string;
      readonly block: number;
    })
  | (TakenAct & { readonly event: 'refusal'; readonly code: string; readonly sentence: string })
  | ({ readonly event: 'ended' } & Ending);

/** Tells each act that was played, and before the first of a stage that it begins. */
export function actTeller(
  deal: Deal,
  tell: (happening: DealHappening) => void,
): (played: PlayedAct) => void {
  let before: Stage | undefined;
  return ({ act: { act, number, entry, by, person }, outcome, milliseconds }) => {
    const { stage, words } = act;
    if (stage !== before) tell({ event: 'stage', stage, ...numberOf(stage) });
    before = stage;
    const taken = {
      number,
      stage,
      act: entry.act,
      words: entry.of === undefined ? words : `${words} (${entry.of})`,
      person: person.name,
      organisation: deal.cast[by].name,
      milliseconds,
    };
    if (outcome.kind === 'refused') {
      const { code, sentence } = outcome;
      tell({ event: 'refusal', ...taken, code, sentence });
    } else {
      const { channel, transactionId, block } = outcome;
      tell({ event: 'act', ...taken, channel, transactionId, block });
    }
  };
}

function numberOf(stage: Stage): { readonly number?: number } {
  const place = stages.findIndex((it) => it === stage);
  return place === -1 ? {} : { number: place + 1 };
}

/** What happens in a deal, for a person. */
export function dealText(happening: DealHappening): string {
  switch (happening.event) {
    case 'deal': {
      const { reference, summary, earlier } = happening;
      return `\nDeal ${colours.bold(reference)}: ${summary}\n${earlierDeals(earlier)}`;
    }
    case 'stage':
      return `${String(happening.number ?? '').padStart(2)} ${colours.bold(happening.stage)}`;
    case 'act': {
      const { channel, transactionId, block, milliseconds } = happening;
      const where = `${channel.padEnd(6)}  tx ${transactionId.slice(0, 8)}  block ${block}`;
      return `${colours.green('✓')} ${whoText(happening)}  ${where}  ${elapsed(milliseconds)}`;
    }
    case 'refusal': {
      const { code, sentence, milliseconds } = happening;
      return `${colours.yellow('✗')} ${whoText(happening)}  refused, as it should: ${sentence} ${colours.dim(code)}  ${elapsed(milliseconds)}`;
    }
    case 'ended':
      return happening.sentence;
  }
}

const whoText = ({ words, person, organisation }: TakenAct): string =>
  `${words.padEnd(26)}  ${`${person}@${organisation}`.padEnd(26)}`;

function earlierDeals(count: number): string {
  if (count === 0) return 'The ledger holds no earlier deal.';
  return count === 1 ? '1 earlier deal found.' : `${count} earlier deals found.`;
}
