import { moneyOf, moneyText } from '../shared/money.js';
import type { Difference, ExaminationRule, Facts } from './facts.js';

/** The rules about amounts. What is drawn above the credit, or in another currency, is refused outright when it is presented. */
export const rulesOfAmount = {
  AMT1: { article: 'UCP 600 art. 18(b)', find: invoicedAbove },
  AMT2: { article: 'UCP 600 art. 30(c), 31', find: drawnInPart },
  CCY1: { article: 'UCP 600 art. 18(a)(iii)', find: invoicedInAnother },
} as const satisfies Record<string, ExaminationRule>;

function invoicedAbove({ presentation, available }: Facts): Difference | undefined {
  const { invoiceAmount: invoiced } = presentation;
  if (invoiced === undefined || invoiced.currency !== available.currency) return undefined;
  if (BigInt(invoiced.minor) <= BigInt(available.minor)) return undefined;
  return { expected: `at most ${moneyText(available)}`, found: moneyText(invoiced) };
}

function invoicedInAnother({ presentation, terms }: Facts): Difference | undefined {
  const { invoiceAmount: invoiced } = presentation;
  if (invoiced === undefined || invoiced.currency === terms.amount.currency) return undefined;
  return { expected: terms.amount.currency, found: invoiced.currency };
}

function drawnInPart({ presentation, terms }: Facts): Difference | undefined {
  const { amount: drawn } = presentation;
  if (terms.partialShipments === 'allowed') return undefined;
  const { plus, minus } = terms.tolerance;
  // Without a tolerance of its own, five per cent less may be drawn (UCP 600 art. 30(c)).
  const lessPercent = plus === 0 && minus === 0 ? 5 : minus;
  const hundredths = BigInt(terms.amount.minor) * BigInt(100 - lessPercent);
  if (BigInt(drawn.minor) * 100n >= hundredths) return undefined;
  const least = moneyOf(terms.amount.currency, (hundredths + 99n) / 100n);
  return { expected: `at least ${moneyText(least)}`, found: moneyText(drawn) };
}
