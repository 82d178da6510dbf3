import { z } from 'zod';

/**
 * Goods in the Harmonized System: six digits, and up to four more of a national tariff, without
 * dots. Chapters are 01 to 97; 77 is kept empty, 98 and 99 mean something else in each country.
 */
export const hsCodeSchema = z
  .string()
  .regex(/^[0-9]{6,10}$/, {
    error: 'must be an HS code of 6 to 10 digits without dots',
    abort: true,
  })
  .refine(hasChapter, 'must start with a chapter of the Harmonized System: 01 to 97, without 77')
  .meta({ description: 'Harmonized System code' });

function hasChapter(code: string): boolean {
  const chapter = Number(code.slice(0, 2));
  return chapter >= 1 && chapter <= 97 && chapter !== 77;
}
