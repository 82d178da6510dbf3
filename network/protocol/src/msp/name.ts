import { DerError, DerReader, tag } from './der.js';
import type { Element } from './der.js';

/** What the rules ask of a distinguished name. */
export interface Name {
  readonly organizationalUnits: readonly string[];
  readonly commonName: string;
}

const COMMON_NAME = '2.5.4.3';
const ORGANIZATIONAL_UNIT = '2.5.4.11';

/** Read a distinguished name: every attribute must be readable, whether it is asked for or not. */
export function readName(whole: Uint8Array): Name {
  const organizationalUnits: string[] = [];
  let commonName = '';
  const sets = new DerReader(whole).inside(tag.sequence);
  while (!sets.empty) {
    const attributes = sets.inside(tag.set);
    while (!attributes.empty) {
      const attribute = attributes.inside(tag.sequence);
      const type = attribute.identifier();
      const value = readText(attribute.any());
      if (type === ORGANIZATIONAL_UNIT) organizationalUnits.push(value);
      if (type === COMMON_NAME) commonName = value;
    }
  }
  return { organizationalUnits, commonName };
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const latin1 = (content: Uint8Array): string =>
  Buffer.from(content.buffer, content.byteOffset, content.length).toString('latin1');

/** The text of an attribute. */
export function readText({ tag: kind, content }: Element): string {
  switch (kind) {
    case tag.utf8String:
      return utf8(content);
    case tag.printableString:
      return matching(content, /^[a-zA-Z0-9 '()+,\-./:=?*&]*$/);
    case tag.ia5String:
      return ascii(content);
    case tag.numericString:
      return matching(content, /^[0-9 ]*$/);
    case tag.t61String:
      return latin1(content);
    case tag.bmpString:
      return basicPlane(content);
    default:
      throw new DerError('an attribute is not text');
  }
}

function utf8(content: Uint8Array): string {
  try {
    return strict.decode(content);
  } catch {
    throw new DerError('text is not UTF-8');
  }
}

/** Text of ASCII characters only. */
export function ascii(content: Uint8Array): string {
  if (content.some((byte) => byte >= 0x80)) throw new DerError('text is not ASCII');
  return latin1(content);
}

function matching(content: Uint8Array, characters: RegExp): string {
  const text = latin1(content);
  if (!characters.test(text))
    throw new DerError('text has characters that its type does not admit');
  return text;
}

/** Two bytes per character, without surrogates and without what is no character. A closing zero is dropped. */
function basicPlane(content: Uint8Array): string {
  if (content.length % 2 !== 0) throw new DerError('half a character');
  const codes: number[] = [];
  for (let i = 0; i < content.length; i += 2)
    codes.push(((content[i] ?? 0) << 8) | (content[i + 1] ?? 0));
  if (codes.at(-1) === 0) codes.pop();
  const reserved = (code: number): boolean =>
    code >= 0xfffe || (code >= 0xfdd0 && code <= 0xfdef) || (code >= 0xd800 && code <= 0xdfff);
  if (codes.some(reserved)) throw new DerError('not a character');
  return String.fromCharCode(...codes);
}
