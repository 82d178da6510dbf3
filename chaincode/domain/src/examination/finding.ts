import { z } from 'zod';
import { lineSchema } from '../shared/text.js';

/** What the ledger can find in the data of documents, by the names that examiners use. */
export const findingRules = [
  'EXP1',
  'PRS1',
  'SHP1',
  'AMT1',
  'AMT2',
  'CCY1',
  'DOC1',
  'DATE1',
  'DATA1',
  'BL3',
  'BL9',
] as const;

export type FindingRule = (typeof findingRules)[number];

export const findingRuleSchema = z.enum(findingRules, {
  error: `must be one of ${findingRules.join(', ')}`,
});

/** One finding: advice with its article. Whoever examines decides, and answers it with a reason. */
export const findingSchema = z.strictObject({
  rule: findingRuleSchema,
  article: lineSchema(70),
  expected: lineSchema(300),
  found: lineSchema(300),
});

export type Finding = Readonly<z.infer<typeof findingSchema>>;
