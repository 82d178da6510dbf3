import { z } from 'zod';
import { lineSchema } from '../shared/text.js';
import { codeSchema } from './code-list.js';

/** The rules of Incoterms 2020. Those for the sea fit no goods handed over in a container. */
export const incoterms = {
  EXW: { name: 'Ex works', isSeaOnly: false },
  FCA: { name: 'Free carrier', isSeaOnly: false },
  CPT: { name: 'Carriage paid to', isSeaOnly: false },
  CIP: { name: 'Carriage and insurance paid to', isSeaOnly: false },
  DAP: { name: 'Delivered at place', isSeaOnly: false },
  DPU: { name: 'Delivered at place unloaded', isSeaOnly: false },
  DDP: { name: 'Delivered duty paid', isSeaOnly: false },
  FAS: { name: 'Free alongside ship', isSeaOnly: true },
  FOB: { name: 'Free on board', isSeaOnly: true },
  CFR: { name: 'Cost and freight', isSeaOnly: true },
  CIF: { name: 'Cost, insurance and freight', isSeaOnly: true },
} as const;

export type IncotermRule = keyof typeof incoterms;

/** Terms of delivery: the rule, and the place without which it says nothing. */
export const incotermSchema = z.strictObject({
  term: codeSchema(incoterms, {
    error: 'must be a rule of Incoterms 2020, such as FOB',
    description: 'Rule of Incoterms 2020',
  }),
  place: lineSchema(65),
});

export function isSeaOnly(term: IncotermRule): boolean {
  return incoterms[term].isSeaOnly;
}
