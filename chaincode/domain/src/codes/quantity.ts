import { z } from 'zod';
import { unitSchema } from './units.js';

const thousandthsText = /^(?:0|[1-9][0-9]{0,14})$/;

/** A quantity of goods: a unit, and thousandths of it as an integer in a string; 2.5 t is 2500 TNE. */
export const quantitySchema = z.strictObject({
  unit: unitSchema,
  thousandths: z
    .string()
    .regex(
      thousandthsText,
      'must be a whole number of thousandths in a string, of at most 15 digits',
    ),
});

export const positiveQuantitySchema = quantitySchema.refine(
  ({ thousandths }) => thousandths !== '0',
  { path: ['thousandths'], error: 'must be more than zero' },
);

export type Quantity = Readonly<z.infer<typeof quantitySchema>>;

/** What is left of a whole. Requires: one unit, and a part that is not above the whole. */
export function subtractQuantity({
  whole,
  part,
}: {
  readonly whole: Quantity;
  readonly part: Quantity;
}): Quantity {
  const [from, taken] = inOneUnit(whole, part);
  return quantityOf(from - taken, whole);
}

/** Whether one quantity is above another. Requires: one unit. */
export function isQuantityAbove(quantity: Quantity, limit: Quantity): boolean {
  const [actual, allowed] = inOneUnit(quantity, limit);
  return actual > allowed;
}

/** The quantity in words for people, such as '2.5 TNE'. */
export function quantityText({ unit, thousandths }: Quantity): string {
  const digits = thousandths.padStart(4, '0');
  const fraction = digits.slice(-3).replace(/0+$/, '');
  const whole = digits.slice(0, -3);
  return `${fraction === '' ? whole : `${whole}.${fraction}`} ${unit}`;
}

function inOneUnit(one: Quantity, other: Quantity): readonly [bigint, bigint] {
  if (one.unit !== other.unit) throw new TypeError(`Cannot mix ${one.unit} with ${other.unit}`);
  return [BigInt(one.thousandths), BigInt(other.thousandths)];
}

function quantityOf(thousandths: bigint, { unit }: Quantity): Quantity {
  const text = thousandths.toString();
  if (!thousandthsText.test(text)) throw new RangeError(`${text} thousandths are no quantity`);
  return { unit, thousandths: text };
}
