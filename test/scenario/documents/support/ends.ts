import type { ChannelName } from './clients.js';
import type { DealNames } from './particulars.js';

/** Every document of a deal that was settled: where it is, how it is asked for, and what became of it. */
export function endsOf(
  names: DealNames,
): readonly (readonly [ChannelName, name: string, parts: readonly string[], status: string])[] {
  const { credit, presentation, licence, shipment, declaration, bill } = names;
  const billParts = [bill.carrierCode, bill.reference];
  return [
    ['trade', 'credit:Get', [credit], 'acknowledged'],
    ['trade', 'presentation:Get', [presentation], 'complete'],
    ['trade', 'examination:Get', [presentation, 'ImportBankMSP'], 'settled'],
    ['trade', 'bill:Get', billParts, 'surrendered'],
    ['trade', 'receipt:Get', [presentation], 'received'],
    ['trade', 'proceeds:Get', [presentation], 'credited'],
    ['border', 'licence:Get', [licence], 'exhausted'],
    ['border', 'shipment:Get', [shipment], 'discharged'],
    ['border', 'declaration:Get', [declaration], 'cleared'],
  ];
}
