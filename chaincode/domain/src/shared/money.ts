import { z } from 'zod';
import { LedgerError } from '../errors.js';
import { currencyDecimals, isCurrency } from './currencies.js';
import type { Currency } from './currencies.js';

// SWIFT field 32B holds 15 characters, one of which is always the decimal comma.
const minorText = /^(?:0|[1-9][0-9]{0,13})$/;

const minorRule =
  'must be a whole number of minor units in a string, of at most 14 digits, such as "12500000" for 125000.00 USD';

// What is not there at all is missing, and no wrong number.
const minorError = ({ input }: { readonly input?: unknown }): string | undefined =>
  input === undefined ? undefined : minorRule;

const currencySchema = z
  .custom<Currency>((text) => typeof text === 'string' && isCurrency(text), {
    error: 'must be a currency code (ISO 4217) that the network accepts, such as USD',
  })
  .meta({ type: 'string', description: 'Currency code, ISO 4217' });

/** An amount: a currency and its smallest units as an integer in a string; never floating point. */
export const moneySchema = z.strictObject({
  currency: currencySchema,
  minor: z.string({ error: minorError }).regex(minorText, minorRule),
});

export const positiveMoneySchema = moneySchema.refine(({ minor }) => minor !== '0', {
  path: ['minor'],
  error: 'must be more than zero',
});

export type Money = Readonly<z.infer<typeof moneySchema>>;

/** An amount from its decimal form, such as '1250.5' USD. Refuses: MONEY_INVALID. */
export function moneyFromDecimal(decimal: string, currency: Currency): Money {
  const decimals = currencyDecimals[currency];
  const [, whole, fraction = ''] = /^([0-9]+)(?:\.([0-9]+))?$/.exec(decimal) ?? [];
  const minor =
    whole === undefined || fraction.length > decimals
      ? ''
      : BigInt(whole + fraction.padEnd(decimals, '0')).toString();
  if (!minorText.test(minor)) {
    throw LedgerError.of('MONEY_INVALID', { actual: decimal, currency, decimals });
  }
  return { currency, minor };
}

/** The decimal form with all places of the currency, such as '1250.50'. */
export function decimalOf({ currency, minor }: Money): string {
  const decimals = currencyDecimals[currency];
  if (decimals === 0) return minor;
  const digits = minor.padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** The amount in words for people, such as '1250.50 USD'. */
export function moneyText(money: Money): string {
  return `${decimalOf(money)} ${money.currency}`;
}

/** Whether one amount is above another of the same currency. */
export function isAbove(amount: Money, limit: Money): boolean {
  if (amount.currency !== limit.currency) {
    throw new TypeError(`Cannot compare ${amount.currency} with ${limit.currency}`);
  }
  return BigInt(amount.minor) > BigInt(limit.minor);
}

/** An amount from whole minor units. Refuses: MONEY_TOO_LARGE, above 14 digits. */
export function moneyOf(currency: Currency, minor: bigint): Money {
  const text = minor.toString();
  if (!minorText.test(text)) {
    throw LedgerError.of('MONEY_TOO_LARGE', { actual: text, currency });
  }
  return { currency, minor: text };
}
