export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/**
 * The one encoding of every record, event and response: members in the order of their UTF-16 code
 * units, no white space, and integers only, so that equal values give equal bytes on every peer.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return integer(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return isArray(value) ? list(value) : object(value);
}

// Both build their text bit by bit: every record is encoded several times in a transaction, and joining arrays takes twice as long.
function list(values: readonly Json[]): string {
  let text = '';
  for (const value of values) text += `${text === '' ? '' : ','}${canonicalJson(value)}`;
  return `[${text}]`;
}

function object(value: Readonly<Record<string, Json>>): string {
  let text = '';
  for (const name of Object.keys(value).sort())
    text += `${text === '' ? '' : ','}${quoted(name)}:${member(value, name)}`;
  return `{${text}}`;
}

const plain = /^[ !#-[\]-~]*$/;

// What has nothing to escape, as nearly every name and value, is written as it is: JSON.stringify takes longer to find that out.
function quoted(text: string): string {
  return plain.test(text) ? `"${text}"` : JSON.stringify(text);
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
