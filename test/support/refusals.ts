/** Errors that a fault of the program throws, and nobody who means to refuse something. */
const faults = ['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError', 'EvalError'];

/** Whether an error, and whatever caused it, was thrown on purpose. The realm that it comes from does not matter. */
export function isDeliberate(error: unknown): boolean {
  for (let one = error; one !== undefined; one = causeOf(one)) {
    if (faults.includes(nameOf(one))) return false;
  }
  return true;
}

/** Whether it is a refusal of one of these names, and was thrown on purpose. */
export const refusedAs =
  (...names: readonly string[]) =>
  (error: unknown): boolean =>
    names.includes(nameOf(error)) && isDeliberate(error);

function nameOf(error: unknown): string {
  const isError = typeof error === 'object' && error !== null && 'message' in error;
  return isError && 'name' in error ? String(error.name) : 'nothing that is an error';
}

const causeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
