import { z } from 'zod';

/** A code of a closed list, whose keys are the codes and whose values say what they mean. */
export function codeSchema<Code extends string>(
  list: Readonly<Record<Code, unknown>>,
  { error, description }: { readonly error: string; readonly description: string },
): z.ZodType<Code> {
  return z
    .custom<Code>((code) => typeof code === 'string' && Object.hasOwn(list, code), { error })
    .meta({ type: 'string', enum: Object.keys(list), description });
}
