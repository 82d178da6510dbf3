import { actsOnDeclarations, actsOnLicences, actsOnShipments } from './acts-at-border.js';
import {
  actsOnAmendments,
  actsOnCredits,
  actsOnExaminations,
  actsOnPossessions,
  actsOnPresentations,
} from './acts-of-deals.js';
import { actsOnDecisions, proposalToRegister } from './acts-on-register.js';
import type { Channel } from './cast.js';
import type { Desk } from './desk.js';
import { openingsAtBorder } from './openings-at-border.js';
import { openingsOfDeals } from './openings-of-deals.js';
import { memberIn, spelledOut, tables } from './table.js';
import type { Kept } from './view.js';

/** A command that somebody could send. */
export interface Idea {
  readonly name: string;
  readonly by: string;
  readonly command: () => object;
  /** How much sense it makes: how likely it is to be taken. */
  readonly weight: number;
  /** The document of which it is an act. */
  readonly on?: Kept;
}

type Weigh<Document> = (record: Document, desk: Desk) => number;
type Write<Document> = (record: Document, desk: Desk) => object;

/** The acts on a kind of document: how much sense each makes now, and its command. */
export type Acts<Document> = Readonly<
  Record<string, readonly [weigh: Weigh<Document>, write: Write<Document>]>
>;

const openings = { trade: openingsOfDeals, border: openingsAtBorder } as const;
const rows = { trade: spelledOut(tables.trade), border: spelledOut(tables.border) } as const;

/** Everything that could be sent: what opens a document, and every act on every document, fitting its status or not. */
export function ideasFor(channel: Channel, desk: Desk): readonly Idea[] {
  const acts = [...desk.view.all.values()].flatMap((record) => actsOn(channel, record, desk));
  return [...openings[channel](desk), proposalToRegister(channel, desk), ...acts];
}

function actsOn(channel: Channel, record: Kept, desk: Desk): readonly Idea[] {
  return Object.entries(actsFor(record, desk)).flatMap(([name, { weight, command }]) => {
    const row = (rows[channel].get(record.kind) ?? []).filter(([act]) => act === name);
    const fitting = row.filter(([, from]) => from === record.status);
    const [, , part] = desk.chance.pick(fitting.length > 0 ? fitting : row);
    const by = memberIn(record, part) ?? 'AuditorMSP';
    // Out of place it is refused, which is worth seeing now and then.
    return [{ name, by, command, on: record, weight: fitting.length > 0 ? weight() : 0.01 }];
  });
}

interface Act {
  readonly weight: () => number;
  readonly command: () => object;
}

function actsFor(record: Kept, desk: Desk): Readonly<Record<string, Act>> {
  const of = <Document>(acts: Acts<Document>, document: Document) =>
    Object.fromEntries(
      Object.entries(acts).map(([name, [weigh, write]]): [string, Act] => [
        name,
        { weight: () => weigh(document, desk), command: () => write(document, desk) },
      ]),
    );
  switch (record.kind) {
    case 'credit':
      return of(actsOnCredits, record);
    case 'amendment':
      return of(actsOnAmendments, record);
    case 'presentation':
      return of(actsOnPresentations, record);
    case 'examination':
      return of(actsOnExaminations, record);
    case 'possession':
      return of(actsOnPossessions, record);
    case 'licence':
      return of(actsOnLicences, record);
    case 'shipment':
      return of(actsOnShipments, record);
    case 'declaration':
      return of(actsOnDeclarations, record);
    case 'decision':
      return of(actsOnDecisions, record);
    case 'member':
    case 'roster':
    case 'drawings':
    case 'receipt':
    case 'proceeds':
    case 'bill':
      return {};
  }
}
