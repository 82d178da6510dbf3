export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/**
 * The one encoding of every record, event and response: members in the order of their UTF-16 code
 * units, no white space, and integers only, so that equal values give equal bytes on every peer.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'number') return integer(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${member(value, name)}`);
  return `{${members.join(',')}}`;
}

function member(object: Readonly<Record<string, Json>>, name: string): string {
  const value = object[name];
  // An absent member and a member without value would be two spellings of one record.
  if (value === undefined) throw new TypeError(`Member ${name} has no value`);
  return canonicalJson(value);
}

function integer(value: number): string {
  // Minus zero would read back as zero; a fraction invites arithmetic that differs between builds.
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
    throw new TypeError(`${String(value)} is not an integer that JSON carries exactly`);
  }
  return String(value);
}

// Array.isArray does not narrow a readonly array.
function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
