import { z } from 'zod';
import { isCountry } from './countries.js';

/**
 * A customs declaration's number, in the form of the EU's movement reference number: year, country,
 * 13 letters and digits, check digit. Which digit it is stays with the office that gave the number.
 */
export const mrnSchema = z
  .string()
  .regex(/^[0-9]{2}[A-Z]{2}[0-9A-Z]{13}[0-9]$/, {
    error: 'must be two digits, a country code, 13 letters and digits, and a digit (MRN)',
    abort: true,
  })
  .refine(hasCountry, 'must have a country code (ISO 3166) as its third and fourth characters')
  .meta({ description: 'Movement reference number' });

// Customs offices of Northern Ireland write XI.
function hasCountry(mrn: string): boolean {
  const country = mrn.slice(2, 4);
  return country === 'XI' || isCountry(country);
}
