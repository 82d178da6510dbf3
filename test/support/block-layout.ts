/**
 * Which byte of a stored block is what. It reads the wire by itself: what is tested must not say what its own input means.
 */

/** What a byte belongs to. `framing` is tags and lengths; slot 0 holds the consenters' signatures. */
export type Position =
  | 'number'
  | 'previous hash'
  | 'data hash'
  | 'header framing'
  | 'transaction'
  | 'data framing'
  | 'signed metadata'
  | 'signature header'
  | 'signature'
  | 'signature framing'
  | 'metadata framing'
  | 'other slot framing'
  | 'last config slot'
  | 'flags'
  | 'orderer slot'
  | 'commit hash slot';

export interface Region {
  readonly start: number;
  readonly end: number;
  readonly position: Position;
}

interface Part {
  readonly number: number;
  /** The tag, the content after the length (or the number itself), and the end. */
  readonly start: number;
  readonly content: number;
  readonly end: number;
}

const SLOTS: readonly Position[] = [
  'last config slot',
  'flags',
  'orderer slot',
  'commit hash slot',
];

/** The regions of a block, in order and without a gap. Empty ones are left out. */
export function layoutOf(block: Uint8Array): Region[] {
  const regions = parts(block, 0, block.length).flatMap((part) => {
    if (part.number === 1) return [framing(part, 'header framing'), ...header(block, part)];
    if (part.number === 2) return [framing(part, 'data framing'), ...data(block, part)];
    return [framing(part, 'metadata framing'), ...metadata(block, part)];
  });
  return regions.filter(({ start, end }) => end > start);
}

/** How many signatures a block carries. */
export function signatureCount(block: Uint8Array): number {
  return layoutOf(block).filter(({ position }) => position === 'signature').length;
}

function header(block: Uint8Array, outer: Part): Region[] {
  const names: readonly Position[] = ['number', 'previous hash', 'data hash'];
  return parts(block, outer.content, outer.end).flatMap((part) => [
    framing(part, 'header framing'),
    content(part, names[part.number - 1] ?? 'header framing'),
  ]);
}

function data(block: Uint8Array, outer: Part): Region[] {
  return parts(block, outer.content, outer.end).flatMap((part) => [
    framing(part, 'data framing'),
    content(part, 'transaction'),
  ]);
}

function metadata(block: Uint8Array, outer: Part): Region[] {
  return parts(block, outer.content, outer.end).flatMap((part, slot) => {
    if (slot === 0) return [framing(part, 'signature framing'), ...signatures(block, part)];
    return [framing(part, 'other slot framing'), content(part, SLOTS[slot - 1] ?? 'orderer slot')];
  });
}

/** `Metadata { value = 1, signatures = 2 { signature_header = 1, signature = 2, identifier_header = 3 } }`. */
function signatures(block: Uint8Array, outer: Part): Region[] {
  return parts(block, outer.content, outer.end).flatMap((part) => {
    if (part.number === 1)
      return [framing(part, 'signature framing'), content(part, 'signed metadata')];
    const inner = parts(block, part.content, part.end).flatMap((field) => [
      framing(field, 'signature framing'),
      content(field, field.number === 2 ? 'signature' : 'signature header'),
    ]);
    return [framing(part, 'signature framing'), ...inner];
  });
}

const framing = ({ start, content: end }: Part, position: Position): Region => ({
  start,
  end,
  position,
});
const content = ({ content: start, end }: Part, position: Position): Region => ({
  start,
  end,
  position,
});

/** The fields between two places, all of them numbers or delimited. */
function parts(bytes: Uint8Array, from: number, to: number): Part[] {
  const found: Part[] = [];
  for (let at = from; at < to;) {
    const start = at;
    const tag = varint(bytes, at);
    const second = varint(bytes, tag.end);
    const delimited = tag.value % 8 === 2;
    const contentAt = delimited ? second.end : tag.end;
    const end = delimited ? second.end + second.value : second.end;
    found.push({ number: Math.floor(tag.value / 8), start, content: contentAt, end });
    at = end;
  }
  return found;
}

function varint(bytes: Uint8Array, from: number): { value: number; end: number } {
  let value = 0;
  for (let at = from, scale = 1; ; at++, scale *= 128) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, end: at + 1 };
  }
}
