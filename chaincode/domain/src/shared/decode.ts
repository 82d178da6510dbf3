import type { z } from 'zod';
import { LedgerError } from '../errors.js';

/** The longest command that the ledger reads: far above the largest credit that SWIFT carries. */
export const inputLimitCharacters = 65_536;
const reportedIssues = 20;

/** Refuses: INPUT_TOO_LONG, INPUT_MALFORMED. */
export function parseJsonObject({ input, text }: { input: string; text: string }): object {
  if (text.length > inputLimitCharacters) {
    const details = { input, actual: text.length, limit: inputLimitCharacters };
    throw LedgerError.of('INPUT_TOO_LONG', details);
  }
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw LedgerError.of('INPUT_MALFORMED', { input });
  }
  return value;
}

/** Refuses: INPUT_INVALID, naming the first field at fault and listing the others. */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  { input, value }: { readonly input: string; readonly value: unknown },
): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = issuesOf(result.error);
  const { field, problem } = issues[0] ?? { field: 'the whole', problem: 'unknown' };
  throw LedgerError.of('INPUT_INVALID', { input, field, problem, issues });
}

/** Reads a command from its JSON. Refuses: INPUT_TOO_LONG, INPUT_MALFORMED, INPUT_INVALID. */
export function decodeCommand<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
): z.infer<Schema> {
  const value = parseJsonObject({ input: 'command', text });
  return validate(schema, { input: 'command', value });
}

/** What a schema has against a value, field by field. */
export function issuesOf(error: z.ZodError): { field: string; problem: string }[] {
  return error.issues.slice(0, reportedIssues).map(({ path, message }) => ({
    field: path.length === 0 ? 'the whole' : path.map(String).join('.'),
    problem: message,
  }));
}

/** The value of a JSON text; undefined if it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
