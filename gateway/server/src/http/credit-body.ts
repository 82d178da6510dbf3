import { creditSchema, type Credit } from '@argosy/domain/credit/credit';
import { creditTermsSchema } from '@argosy/domain/credit/terms';
import { decimalOf, moneySchema, type Money } from '@argosy/domain/shared/money';
import { z } from 'zod';
import { creditExample } from './examples.js';

/** Money in an answer carries its decimal form for people; in a request only the minor units count. */
export const moneyBodySchema = z
  .strictObject({
    ...moneySchema.shape,
    decimal: z.string().meta({ description: 'The same amount for people, such as 125000.00.' }),
  })
  .meta({ id: 'Money' });

const presentationSchema = creditSchema.shape.presentation.unwrap();

/** A credit in an answer: the ledger's record, with decimal amounts. */
export const creditBodySchema = z
  .strictObject({
    ...creditSchema.shape,
    terms: z.strictObject({ ...creditTermsSchema.shape, amount: moneyBodySchema }),
    presentation: z
      .strictObject({ ...presentationSchema.shape, amount: moneyBodySchema })
      .exactOptional(),
  })
  .meta({
    id: 'Credit',
    description: 'A documentary credit as the ledger holds it.',
    examples: [creditExample],
  });

export type CreditBody = z.infer<typeof creditBodySchema>;

export function creditBody(credit: Credit): CreditBody {
  const { presentation, ...rest } = credit;
  return {
    ...rest,
    terms: { ...credit.terms, amount: withDecimal(credit.terms.amount) },
    ...(presentation === undefined
      ? {}
      : { presentation: { ...presentation, amount: withDecimal(presentation.amount) } }),
  };
}

function withDecimal(money: Money): z.infer<typeof moneyBodySchema> {
  return { ...money, decimal: decimalOf(money) };
}
