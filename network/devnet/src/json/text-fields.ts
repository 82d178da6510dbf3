import { JsonFault, scanFirst, scanWhole } from './scan.js';

/** What is read: a Go type by the name that its decoder gives it in refusals, and its fields, which are all texts. */
export interface TextType {
  /** With its package, such as `httpadmin.LogSpec`. */
  readonly name: string;
  readonly fields: readonly string[];
}

/** Read a JSON object that is all there is. Fields are known in whatever case, others left out. Throws JsonFault. */
export function readTextFields(bytes: Buffer, type: TextType): ReadonlyMap<string, string> {
  scanWhole(bytes.toString('latin1'));
  return fieldsOf(JSON.parse(bytes.toString()), type);
}

/** The same, where anything may follow the object. */
export function readFirstTextFields(bytes: Buffer, type: TextType): ReadonlyMap<string, string> {
  const end = scanFirst(bytes.toString('latin1'));
  return fieldsOf(JSON.parse(bytes.toString('utf8', 0, end)), type);
}

function fieldsOf(content: unknown, { name, fields }: TextType): ReadonlyMap<string, string> {
  const read = new Map<string, string>();
  if (content === null) return read;
  if (typeof content !== 'object' || Array.isArray(content))
    throw new JsonFault(`json: cannot unmarshal ${kindOf(content)} into Go value of type ${name}`);
  for (const [key, value] of Object.entries(content)) {
    const field = key.toLowerCase();
    // Null leaves a field as it is.
    if (!fields.includes(field) || value === null) continue;
    if (typeof value !== 'string') throw new JsonFault(wrongKind(value, name, field));
    read.set(field, value);
  }
  return read;
}

function wrongKind(value: unknown, type: string, field: string): string {
  const struct = type.slice(type.indexOf('.') + 1);
  return `json: cannot unmarshal ${kindOf(value)} into Go struct field ${struct}.${field} of type string`;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
