import type { DealKind } from '../deals/deal.js';
import { isHash } from './values.js';

/** What a document is called on a page: the parts of its key that are no hashes. */
export function nameOf(parts: readonly string[]): string {
  return parts.map((part) => (isHash(part) ? `${part.slice(0, 8)}…` : part)).join(' ');
}

/** The place of a document on the page of its deal. */
export function anchorOf(kind: DealKind, parts: readonly string[]): string {
  return [kind, ...parts].map(encodeURIComponent).join('.');
}
