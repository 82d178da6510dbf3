import { quantitySchema, quantityText } from '@argosy/domain/codes/quantity';
import { moneySchema, moneyText } from '@argosy/domain/shared/money';
import { partySchema } from '@argosy/domain/credit/parties';
import { inWords } from '../deals/words.js';
import { html, type Content, type Html } from './html.js';

const timeForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;
const hashForm = /^[0-9a-f]{64}$/;

/** The members whose texts are words of the code, and not of people. */
const coded: ReadonlySet<string> = new Set(
  ['by', 'from', 'for', 'type', 'result', 'condition', 'disposition', 'openedBy', 'freight'].concat(
    ['availableWith', 'partialShipments', 'transhipment', 'confirmation', 'documentsRequired'],
  ),
);

const spelled: Readonly<Record<string, string>> = {
  mrn: 'MRN',
  imo: 'IMO number',
  hsCode: 'HS code',
  hsCodes: 'HS codes',
  sha256: 'SHA-256',
};

/** What a member of a record is called. */
export function labelOf(member: string): string {
  const known = spelled[member];
  if (known !== undefined) return known;
  return inWords(member).replace(/ sha256$/, ' (SHA-256)');
}

/** A status in words, within a sentence. */
export function statusInWords(status: string): string {
  return inWords(status).toLowerCase();
}

/** A time of the ledger, UTC. */
export function timeOf(time: string): Html {
  const [date = '', clock = ''] = time.split('T');
  return html`<time datetime="${time}">${date} ${clock.slice(0, 8)} UTC</time>`;
}

export function isHash(value: unknown): boolean {
  return typeof value === 'string' && hashForm.test(value);
}

/** What reads as one thing: an amount, a quantity, a member, a time, a word. Undefined for what has members of its own. */
export function plainValue(member: string, value: unknown): Content {
  if (typeof value === 'string') return textValue(member, value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return value;
  const money = moneySchema.safeParse(value);
  if (money.success) return moneyText(money.data);
  const quantity = quantitySchema.safeParse(value);
  if (quantity.success) return quantityText(quantity.data);
  const party = partySchema.safeParse(value);
  return party.success ? `${party.data.name} (${party.data.msp})` : undefined;
}

function textValue(member: string, text: string): Content {
  if (timeForm.test(text)) return timeOf(text);
  if (coded.has(member)) return inWords(text);
  return text.includes('\n') ? html`<span class="lines">${text}</span>` : text;
}
