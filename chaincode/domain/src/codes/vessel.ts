import { z } from 'zod';

/** A ship, by its IMO number: seven digits without the letters IMO, the last a check digit. */
export const vesselSchema = z
  .string()
  .regex(/^[1-9][0-9]{6}$/, {
    error: 'must be an IMO ship number of seven digits, such as 9074729',
    abort: true,
  })
  .refine(hasCheckDigit, 'must end in its check digit (IMO ship number)')
  .meta({ description: 'IMO ship number' });

function hasCheckDigit(vessel: string): boolean {
  const sum = Array.from(vessel.slice(0, -1)).reduce(
    (total, digit, index) => total + Number(digit) * (7 - index),
    0,
  );
  return (sum % 10).toString() === vessel.slice(-1);
}
