import { z } from 'zod';

/** A container: owner, category, serial number and check digit, without spaces (ISO 6346). */
export const containerSchema = z
  .string()
  .regex(/^[A-Z]{3}[UJZ][0-9]{7}$/, {
    error: 'must be three letters, U, J or Z, and seven digits, such as CSQU3054383 (ISO 6346)',
    abort: true,
  })
  .refine(
    hasCheckDigit,
    'must end in its check digit (ISO 6346); read the number again from the container',
  )
  .meta({ description: 'Container number, ISO 6346' });

function hasCheckDigit(container: string): boolean {
  const sum = Array.from(container.slice(0, -1)).reduce(
    (total, character, index) => total + valueOf(character) * 2 ** index,
    0,
  );
  // A remainder of ten is written 0.
  return ((sum % 11) % 10).toString() === container.slice(-1);
}

// Letters count on from 10, leaving out the multiples of 11.
function valueOf(character: string): number {
  const inOrder = parseInt(character, 36);
  return inOrder < 10 ? inOrder : inOrder + Math.floor((inOrder - 1) / 10);
}
