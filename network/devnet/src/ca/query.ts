import { readBoolean } from './go-values.js';
import { CaRefusal } from './refusal.js';

/** A yes or no in the query; no where it is left out. */
export function readFlag(query: URLSearchParams, name: string): boolean {
  const text = query.get(name) ?? '';
  if (text === '') return false;
  const value = readBoolean(text.toLowerCase());
  if (value !== undefined) return value;
  const why = `Failed to correctly parse value of '${name}' query parameter: '${text}'`;
  throw new CaRefusal(400, 'badBoolean', why);
}
