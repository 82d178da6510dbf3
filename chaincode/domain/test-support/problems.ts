import type { z } from 'zod';
import { issuesOf } from '../src/shared/decode.js';

/** What a schema has against a value, a line for each problem; none if it takes the value. */
export function problemsOf(schema: z.ZodType, value: unknown): readonly string[] {
  const result = schema.safeParse(value);
  if (result.success) return [];
  return issuesOf(result.error).map(({ field, problem }) => `${field} ${problem}`);
}
