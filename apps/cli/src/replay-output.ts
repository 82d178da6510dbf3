import type { Difference } from '@argosy/ledger/replay/difference';
import type { Tally } from '@argosy/ledger/replay/tally';
import colours from 'picocolors';
import { allPrintable } from './printable.js';

/** What happens in a replay, one thing at a time. */
export type ReplayHappening =
  | { readonly event: 'replay'; readonly folder: string }
  | ({ readonly event: 'progress' } & Pace)
  | { readonly event: 'difference'; readonly difference: Difference; readonly sentence: string }
  | {
      readonly event: 'end';
      readonly equal: boolean;
      readonly channel: string;
      readonly compared: Readonly<Tally>;
      readonly notCompared: readonly string[];
      readonly pace: Pace;
    };

/** How far a replay is, and how fast it came there. */
export interface Pace {
  readonly blocks: number;
  readonly transactions: number;
  readonly signatures: number;
  readonly seconds: number;
}

/** What of a tally was compared, in the words of the report. */
const counted = [
  ['hashes', 'header, previous and data hashes'],
  ['headers', 'transaction ids and header types'],
  ['unreadHeaders', 'headers that the recorder could not read (not comparable)'],
  ['codes', 'validation codes, with expected.json'],
  ['storedCodes', "validation codes, with the blocks' own"],
  ['commitHashes', 'commit hashes, with expected.json'],
  ['storedCommitHashes', "commit hashes, with the blocks' own"],
  ['publicKeys', 'public keys: value, version, metadata'],
  ['privateHashes', 'private hashes: value, version, metadata'],
  ['withMetadata', 'of these keys and hashes with metadata'],
  ['clearValues', 'clear private values, by their hash'],
  ['supersededClearValues', 'clear private values whose hash is newer (not comparable)'],
  ['answers', 'answers to chaincodes about private keys'],
  ['histories', 'histories of keys'],
  ['changes', 'changes in these histories'],
  ['laterChanges', 'changes since the peer was asked for them (not comparable)'],
  ['indexedKeys', 'keys of the history index'],
  ['indexEntries', 'entries of the history index'],
] as const satisfies readonly (readonly [keyof Tally, string])[];

const number = (value: number): string => value.toLocaleString('en-US');

export interface ReplayOutput {
  readonly tell: (happening: ReplayHappening) => void;
  /** Told as often as there is something new; shown now and then. */
  readonly progress: (pace: Pace) => void;
  /** Leave the line of progress. */
  readonly interrupt: () => void;
}

/** Milliseconds between two lines of progress, and between two changes of the line on a terminal. */
const lineInterval = 5_000;
const refreshInterval = 200;
const clearLine = '\r\u001b[K';

/** Results go to standard output, progress to standard error: one line that changes on a terminal, else a line now and then. */
export function replayOutput({ json }: { readonly json: boolean }): ReplayOutput {
  const live = process.stderr.isTTY && !json;
  let shown = performance.now();
  let lineOpen = false;
  const interrupt = (): void => {
    if (lineOpen) process.stderr.write(clearLine);
    lineOpen = false;
  };
  const tell = (happening: ReplayHappening): void => {
    interrupt();
    process.stdout.write(
      `${json ? jsonText(happening) : replaySentence(allPrintable(happening))}\n`,
    );
  };
  const progress = (pace: Pace): void => {
    const now = performance.now();
    if (now - shown < (live ? refreshInterval : lineInterval)) return;
    shown = now;
    if (json) {
      tell({ event: 'progress', ...pace });
      return;
    }
    process.stderr.write(live ? `${clearLine}${paceText(pace)}` : `${paceText(pace)}\n`);
    lineOpen = live;
  };
  return { tell, progress, interrupt };
}

function replaySentence(happening: ReplayHappening): string {
  switch (happening.event) {
    case 'replay':
      return `${colours.bold('Argosy')} judges ${happening.folder} anew`;
    case 'progress':
      return paceText(happening);
    case 'difference':
      return `${colours.red('✗')} ${happening.sentence}`;
    case 'end':
      return endText(happening);
  }
}

function endText(end: Extract<ReplayHappening, { event: 'end' }>): string {
  const rows = counted.flatMap(([name, words]) => {
    const count = end.compared[name];
    return count === 0 ? [] : [`  ${number(count).padStart(9)}  ${words}`];
  });
  const { blocks, transactions, codes, storedCodes } = end.compared;
  return [
    `Compared: ${number(blocks)} blocks with ${number(transactions)} transactions`,
    ...rows,
    ...end.notCompared.map((it) => `${colours.yellow('!')} not compared: ${it}`),
    verdictText(end, codes + storedCodes > 0),
    colours.dim(paceText(end.pace)),
  ].join('\n');
}

function verdictText(
  { equal, channel }: Extract<ReplayHappening, { event: 'end' }>,
  flagged: boolean,
): string {
  if (!equal) return `${colours.red('✗')} Channel ${channel} is not what was recorded.`;
  if (flagged)
    return `${colours.green('✓')} Equal: judged anew, channel ${channel} is what was recorded.`;
  return `${colours.green('✓')} Channel ${channel} holds together; what peers said of its transactions was not recorded.`;
}

/** Blocks so far, and what was done in a second. */
function paceText({ blocks, transactions, signatures, seconds }: Pace): string {
  const rate = (count: number): string => number(Math.round(count / Math.max(seconds, 0.001)));
  return `${number(blocks)} blocks in ${seconds.toFixed(1)} s: ${rate(transactions)} transactions/s, ${rate(signatures)} signatures/s`;
}

/** JSON has no big integers; block numbers are far below what a number holds. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value, (_, it: unknown) => (typeof it === 'bigint' ? Number(it) : it));
