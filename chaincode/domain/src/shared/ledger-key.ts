import { LedgerError } from '../errors.js';

// Fabric's own: the one parts a composite key, the other ends a range of keys.
const separator = '\u0000';
const endOfRange = '\u{10FFFF}';

export interface LedgerKey {
  readonly type: string;
  readonly parts: readonly string[];
}

/**
 * A composite key in Fabric's form. The Node shim's own createCompositeKey lets the separator
 * through, so that ('a', ['b', 'c']) and ('a', ['b\u0000c']) are one key; here that is refused.
 * Refuses: KEY_PART_UNSAFE.
 */
export function encodeLedgerKey({ type, parts }: LedgerKey): string {
  const texts = [type, ...parts];
  texts.forEach((text, index) => {
    if (isUnsafe(text)) {
      const field = index === 0 ? 'type' : `part ${String(index)}`;
      throw LedgerError.of('KEY_PART_UNSAFE', { field });
    }
  });
  return separator + texts.map((text) => text + separator).join('');
}

/** The type and parts of a composite key; undefined for a key of another form. */
export function decodeLedgerKey(key: string): LedgerKey | undefined {
  if (!key.startsWith(separator) || !key.endsWith(separator)) return undefined;
  const [type, ...parts] = key.slice(1, -1).split(separator);
  if (type === undefined || [type, ...parts].some(isUnsafe)) {
    return undefined;
  }
  return { type, parts };
}

/** The key of a document: its kind, and the parts by which it is called. */
export function documentKey(kind: string, parts: readonly string[]): string {
  return encodeLedgerKey({ type: kind, parts });
}

/** The key under which a member's request is remembered. */
export function requestKey({ msp, requestId }: { msp: string; requestId: string }): string {
  return encodeLedgerKey({ type: 'request', parts: [msp, requestId] });
}

// A lone surrogate is written to bytes as U+FFFD, so that two such texts would share one key.
function isUnsafe(text: string): boolean {
  return (
    text === '' || text.includes(separator) || text.includes(endOfRange) || !text.isWellFormed()
  );
}
