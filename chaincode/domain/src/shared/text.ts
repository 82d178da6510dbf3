import { z } from 'zod';

// SWIFT's character set x, without the line break.
const swiftX = /^[A-Za-z0-9/\-?:().,'+ ]*$/;
const controlCharacter = /\p{Cc}|\p{Cs}|\p{Zl}|\p{Zp}/u;

/**
 * A document's reference, as SWIFT field 20 has it: 1 to 16 characters of set x, no slash at either
 * end and no two in a row. White space at an end is refused too, since people cannot see it.
 */
export const referenceSchema = z
  .string()
  .min(1, 'must not be empty')
  .max(16, 'must have at most 16 characters')
  .regex(swiftX, "may have letters, digits, spaces and / - ? : ( ) . , ' + only")
  .regex(/^(?!\/)(?!.*\/$)(?!.*\/\/)/, 'must not start or end with a slash, nor have two in a row')
  .regex(/^(?! )(?!.* $)/, 'must not start or end with a space');

/** Text of one line for people: any script, no control characters. */
export function lineSchema(maximum: number): z.ZodString {
  return z
    .string()
    .min(1, 'must not be empty')
    .max(maximum, `must have at most ${String(maximum)} characters`)
    .refine((text) => text.trim() === text, 'must not start or end with a space')
    .refine((text) => !controlCharacter.test(text), 'must be one line without control characters');
}

/** A member's identifier, as Fabric knows it. */
export const mspSchema = z
  .string()
  .regex(/^[A-Za-z0-9.-]{1,64}$/, 'must be the identifier of a member (an MSP ID)');

/** Lower-case hexadecimal SHA-256 of a document's bytes. */
export const sha256Schema = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 of 64 lower-case hexadecimal digits');

/** What Fabric calls a transaction, on whichever channel; its own ids are 64 hexadecimal digits. */
export const transactionIdSchema = z
  .string()
  .regex(/^[0-9A-Za-z-]{1,64}$/, 'must be the id of a transaction');

/** What a statement about another channel names as the transaction there: 64 lower-case hexadecimal digits. */
export const statedTransactionIdSchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'must be the identifier of a transaction');

/** A payment's unique end-to-end transaction reference: a UUID of version 4 in lower case. */
export const uetrSchema = z
  .string()
  .regex(
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    'must be a UETR: a version 4 UUID in lower case',
  );

/** Why somebody refuses, returns or declines, in a line for people. */
export const reasonSchema = lineSchema(300);
