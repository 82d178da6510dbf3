import { z } from 'zod';

/** What the body of a refusal says. */
export const refusalBody = z.object({
  error: z.string(),
  field: z.string().optional(),
  rule: z.string().optional(),
  advice: z.string(),
});

/** A control that was refused: what, why, and what to do. */
export class ControlFailure extends Error {
  override readonly name = 'ControlFailure';

  constructor(
    /** The HTTP status: 400 malformed, 401 no or another token, 404 unknown name, 409 not now. */
    readonly status: number,
    readonly refusal: z.infer<typeof refusalBody>,
  ) {
    super(`${refusal.error}; ${refusal.advice}`);
  }
}
