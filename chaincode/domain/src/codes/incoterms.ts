import { z } from 'zod';
import { lineSchema } from '../shared/text.js';
import { codeSchema } from './code-list.js';

/** The rules of Incoterms 2020. */
const incoterms = {
  EXW: 'Ex works',
  FCA: 'Free carrier',
  CPT: 'Carriage paid to',
  CIP: 'Carriage and insurance paid to',
  DAP: 'Delivered at place',
  DPU: 'Delivered at place unloaded',
  DDP: 'Delivered duty paid',
  FAS: 'Free alongside ship',
  FOB: 'Free on board',
  CFR: 'Cost and freight',
  CIF: 'Cost, insurance and freight',
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
