import type { DealKind } from './deal.js';

/** What people call each kind of document. */
export const documentWords = {
  credit: 'Credit',
  amendment: 'Amendment',
  drawings: 'Drawings',
  presentation: 'Presentation',
  examination: 'Examination',
  bill: 'Bill of lading',
  possession: 'Possession of the bill',
  receipt: 'Receipt of goods',
  proceeds: 'Proceeds',
  licence: 'Export licence',
  shipment: 'Shipment',
  declaration: 'Import declaration',
} as const satisfies Record<DealKind, string>;

/** A name of the code in words: `CreditReceiptAcknowledged` and `acknowledgeReceipt` as a sentence begins. */
export function inWords(name: string): string {
  const words = name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What happened to a document: what was announced of it, or, where nothing was, that it changed. */
export function whatHappened(kind: DealKind, events: readonly string[]): string {
  if (events.length === 0) return `${documentWords[kind]} changed without an announcement`;
  return events.map(inWords).join('; ');
}
