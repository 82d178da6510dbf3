import { z } from 'zod';
import { isCountry } from './countries.js';

/**
 * A place of trade, as UN/LOCODE writes it: country and three characters, without the digits 0 and
 * 1, which people take for letters. Only form and country are judged; the places are a list of the
 * network's, not of the code's.
 */
export const locodeSchema = z
  .string()
  .regex(/^[A-Z]{2}[A-Z2-9]{3}$/, {
    error: 'must be a UN/LOCODE: two letters and three of A-Z and 2-9, such as NLRTM',
    abort: true,
  })
  .refine(
    (text) => isCountry(text.slice(0, 2)),
    'must start with a country code (ISO 3166), as a UN/LOCODE does, such as NLRTM',
  )
  .meta({ description: 'Place, UN/LOCODE' });

/** The country of a place. Requires: a UN/LOCODE. */
export function countryOf(locode: string): string {
  return locode.slice(0, 2);
}
