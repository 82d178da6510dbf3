import { readBoolean } from './go-values.js';
import { CaRefusal } from './refusal.js';
import type { CaCode } from './refusal.js';

/** A yes or no in the query; no where it is left out. Refuses anything else, with the code of its route. */
export function readFlag(
  query: URLSearchParams,
  name: string,
  code: CaCode = 'badBoolean',
): boolean {
  const text = query.get(name) ?? '';
  if (text === '') return false;
  const value = readBoolean(text.toLowerCase());
  if (value !== undefined) return value;
  const why = `Failed to correctly parse value of '${name}' query parameter: '${text}'`;
  throw new CaRefusal(400, code, why);
}
