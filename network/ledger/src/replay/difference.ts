import { quoted } from '../validation/quoted.js';

/** What of a ledger was compared. */
export const comparedThings = [
  'number',
  'header hash',
  'previous hash',
  'data hash',
  'transaction count',
  'transaction id',
  'header type',
  'validation code',
  'code name',
  'commit hash',
  'block',
  'public key',
  'value',
  'version',
  'metadata',
  'private hash',
  'clear value',
  'chaincode answer',
  'history',
  'history index',
] as const;
export type ComparedThing = (typeof comparedThings)[number];

/** Where a difference is: as much of it as applies. */
export interface DifferencePlace {
  readonly block?: bigint;
  readonly transaction?: { readonly index: number; readonly txId: string; readonly label: string };
  readonly namespace?: string;
  readonly collection?: string;
  /** A public key, or the hex hash of a private one. */
  readonly key?: string;
  /** In a key's history: how many changes are newer; in the index: how many are older. */
  readonly position?: number;
  readonly member?: string;
}

/** Something that the record has otherwise than judging the blocks gives it. */
export interface Difference {
  readonly what: ComparedThing;
  /** The file that says what is expected. */
  readonly file: string;
  readonly place: DifferencePlace;
  readonly expected: string;
  readonly found: string;
  /** Why this node came to what it found, where it has a reason. */
  readonly reason?: string;
}

/** A difference in one sentence. */
export function differenceText({ what, file, place, expected, found, reason }: Difference): string {
  const where = placeText(place);
  const because = reason === undefined || reason === '' ? '' : ` (${reason})`;
  return `${where === '' ? '' : `${where}: `}${what}: expected ${expected} by ${file}, found ${found}${because}`;
}

function placeText({ block, transaction, ...place }: DifferencePlace): string {
  const parts = [
    block === undefined ? '' : `block ${block}`,
    transaction === undefined ? '' : transactionText(transaction),
    place.namespace === undefined ? '' : `namespace ${quoted(place.namespace)}`,
    place.collection === undefined ? '' : `collection ${quoted(place.collection)}`,
    place.key === undefined ? '' : `key ${quoted(place.key)}`,
    place.position === undefined ? '' : `change ${place.position}`,
    place.member === undefined ? '' : `at ${place.member}`,
  ];
  return parts.filter((it) => it !== '').join(', ');
}

function transactionText({
  index,
  txId,
  label,
}: NonNullable<DifferencePlace['transaction']>): string {
  const words = [txId.slice(0, 16), label === '' ? '' : quoted(label)];
  const named = words.filter((it) => it !== '').join(' ');
  return `transaction ${index}${named === '' ? '' : ` (${named})`}`;
}

const SHOWN_BYTES = 48;

/** Bytes for a message: hex, and only the beginning of many. */
export function shownBytes(bytes: Uint8Array): string {
  if (bytes.length === 0) return '(empty)';
  const hex = Buffer.from(bytes.subarray(0, SHOWN_BYTES)).toString('hex');
  return bytes.length > SHOWN_BYTES ? `${hex}… (${bytes.length} bytes)` : hex;
}

/** A hash for a message. */
export const shownHash = (hex: string): string => (hex === '' ? '(none)' : hex);
