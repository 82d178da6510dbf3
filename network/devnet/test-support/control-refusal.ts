import { ControlFailure } from '../src/controls/control-failure.js';

/** How a control was refused. Throws when it was not. */
export async function refusalOf(call: Promise<unknown>): Promise<ControlFailure> {
  const error: unknown = await call.then(
    () => new Error('the control was not refused'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ControlFailure)) throw error;
  return error;
}
