import { html, type Content, type Html } from './html.js';
import { isHash, labelOf, plainValue } from './values.js';

// Said elsewhere on the page, or of no interest but to a proof.
const elsewhere: ReadonlySet<string> = new Set(
  ['kind', 'status', 'version', 'guards', 'seal', 'latestTime', 'transactionId'].concat([
    'confidential',
  ]),
);

/** What a record says, member by member, as a list; hashes stand in its proof. */
export function factsOf(record: object): Html {
  const entries = Object.entries(record).filter(([member]) => !elsewhere.has(member));
  return html`<dl>${entries.map(([member, value]: [string, unknown]) => fact(member, value))}</dl>`;
}

/** The hashes in a record, each with the way to it. */
export function hashesOf(value: unknown, way: readonly string[] = []): readonly Hash[] {
  if (isHash(value)) return [{ label: way.map(labelOf).join(', '), hash: String(value) }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([member, it]: [string, unknown]) =>
    hashesOf(it, Array.isArray(value) ? [...way, String(Number(member) + 1)] : [...way, member]),
  );
}

export interface Hash {
  readonly label: string;
  readonly hash: string;
}

function fact(member: string, value: unknown): Content {
  const content = contentOf(member, value);
  if (content === undefined) return undefined;
  return html`<div>
    <dt>${labelOf(member)}</dt>
    <dd>${content}</dd>
  </div>`;
}

function contentOf(member: string, value: unknown): Content {
  if (isHash(value)) return undefined;
  if (Array.isArray(value)) return listOf(member, value);
  const plain = plainValue(member, value);
  if (plain !== undefined) return plain;
  return typeof value === 'object' && value !== null ? factsOf(value) : undefined;
}

function listOf(member: string, values: readonly unknown[]): Content {
  const contents = values.map((value) => contentOf(member, value)).filter((it) => it !== undefined);
  if (contents.length === 0) return values.length === 0 ? 'none' : undefined;
  return html`<ul>
    ${contents.map((content) => html`<li>${content}</li>`)}
  </ul>`;
}
