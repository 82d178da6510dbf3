import { randomBytes, randomInt } from 'node:crypto';
import type { ConfidentialTerms } from '@argosy/domain/confidential/terms';
import { canonicalJson } from '@argosy/domain/shared/canonical-json';
import type { Json } from '@argosy/domain/shared/canonical-json';
import { sha256 } from './planted.js';

export type About = ConfidentialTerms['about'];

/** Every kind of terms. */
export const kindsOfTerms = [
  'facility',
  'paymentConditions',
  'amountSplit',
  'examinersNotes',
  'prices',
] as const satisfies readonly About[];

/** Terms with what it takes to record them and to find them again. */
export interface SomeTerms {
  readonly about: About;
  /** Their canonical encoding, as the ledger keeps it. */
  readonly text: string;
  readonly sha256: string;
  /** A piece of each field, by the field's path, which chance made and nothing else has. */
  readonly canaries: Readonly<Record<string, string>>;
}

/** Terms of a kind, of which nothing was ever written before. */
export function someTerms(about: About): SomeTerms {
  const terms = { kind: 'confidential', salt: randomBytes(32).toString('hex'), ...fields[about]() };
  const text = canonicalJson(terms);
  return { about, text, sha256: sha256(text), canaries: Object.fromEntries(leaves(terms, '')) };
}

const line = (): string => `Canary ${randomBytes(12).toString('hex')}`;
const digits = (count: number): string =>
  String(randomInt(1, 10)) + Array.from({ length: count - 1 }, () => randomInt(10)).join('');
const money = () => ({ currency: 'USD', minor: digits(14) }) as const;
const price = () => ({
  // Chapter 87, so that it is a code whatever follows.
  hsCode: `87${digits(8)}`,
  quantity: { unit: 'H87', thousandths: digits(15) },
  unitPrice: money(),
});

const fields: Readonly<Record<About, () => { readonly about: About } & Record<string, Json>>> = {
  facility: () => ({
    about: 'facility',
    facility: line(),
    marginPercent: randomInt(101),
    applicantChargesPercent: randomInt(101),
  }),
  paymentConditions: () => ({ about: 'paymentConditions', conditions: [line(), line()] }),
  amountSplit: () => ({
    about: 'amountSplit',
    parts: [
      { to: line(), amount: money() },
      { to: line(), amount: money() },
    ],
  }),
  examinersNotes: () => ({ about: 'examinersNotes', notes: [line(), line()] }),
  prices: () => ({ about: 'prices', lines: [price(), price()] }),
};

/** What is the same in all terms of a kind, or one of a few, says nothing. */
const common = new Set(['kind', 'about', 'currency', 'unit']);

function leaves(value: Json, path: string): [path: string, canary: string][] {
  if (typeof value === 'string') return [[path, value]];
  // A per cent alone would be found everywhere: its member's name belongs to it.
  if (typeof value === 'number') return [[path, `"${path}":${String(value)}`]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .filter(([name]) => !common.has(name))
    .flatMap(([name, part]) => leaves(part, path === '' ? name : `${path}.${name}`));
}
