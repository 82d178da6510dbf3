import { z } from 'zod';

/** A legal entity: 18 letters and digits, then two check digits (ISO 17442). */
export const leiSchema = z
  .string()
  .regex(/^[0-9A-Z]{18}[0-9]{2}$/, {
    error: 'must be an LEI of 18 letters and digits and two check digits (ISO 17442)',
    abort: true,
  })
  .refine(hasCheckDigits, 'must end in its check digits (ISO 17442)')
  .meta({ description: 'Legal entity identifier, ISO 17442' });

function hasCheckDigits(lei: string): boolean {
  // 00, 01 and 99 leave the same remainder as 97, 98 and 02, which are how the digits are computed.
  if (/(?:00|01|99)$/.test(lei)) return false;
  const remainder = Array.from(lei).reduce((rest, character) => {
    const value = parseInt(character, 36);
    return (rest * (value < 10 ? 10 : 100) + value) % 97;
  }, 0);
  return remainder === 1;
}
