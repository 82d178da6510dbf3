import { z } from 'zod';
import { isCountry } from './countries.js';

/** A bank or business on financial networks: 8 characters, or 11 with the branch (ISO 9362). */
export const bicSchema = z
  .string()
  .regex(/^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/, {
    error: 'must be a BIC of 8 or 11 capital letters and digits (ISO 9362), such as DEUTDEFF',
    abort: true,
  })
  .refine(
    hasCountry,
    'must be a BIC with a country code (ISO 3166) as its fifth and sixth characters, such as DEUTDEFF',
  )
  .meta({ description: 'Business identifier code, ISO 9362' });

// Banks of Kosovo are registered under XK, which ISO 3166 leaves for such use.
function hasCountry(bic: string): boolean {
  const country = bic.slice(4, 6);
  return country === 'XK' || isCountry(country);
}
