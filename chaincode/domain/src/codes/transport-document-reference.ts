import { z } from 'zod';

/**
 * A transport document's reference, as its carrier gives it (DCSA): 1 to 20 characters, no white
 * space at either end. Title hangs on it, so that only ASCII is allowed: two references that look
 * alike would be two documents.
 */
export const transportDocumentReferenceSchema = z
  .string()
  .min(1, 'must not be empty')
  .max(20, 'must have at most 20 characters')
  .regex(/^[ -~]*$/, 'may have ASCII letters, digits, punctuation and spaces only')
  .regex(/^(?! )(?!.* $)/, 'must not start or end with a space')
  .meta({ description: 'Transport document reference, DCSA' });
