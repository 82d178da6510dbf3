import { reasonOf } from '@argosy/protocol/reason';
import type { ValidationCodeName } from '@argosy/protocol/validation-code';
import { decode } from '@argosy/protocol/wire';
import type { MessageType } from '@argosy/protocol/wire';

/** A defect of form, with the code that it gets and, where it is about one namespace, its name. */
export class Defect extends Error {
  override readonly name = 'Defect';

  constructor(
    readonly code: ValidationCodeName,
    message: string,
    readonly namespace?: string,
  ) {
    super(message);
  }
}

/** Decode, or find the defect. `what` names the bytes for a person where the name of the message does not. */
export function layer<T>(
  code: ValidationCodeName,
  type: MessageType<T>,
  input: Uint8Array,
  what?: string,
): T {
  try {
    return decode(type, input);
  } catch (error) {
    const why = reasonOf(error);
    throw new Defect(code, what === undefined ? why : `${what}: ${why}`);
  }
}

/** What must be so, or it is a defect. */
export function require(
  condition: boolean,
  code: ValidationCodeName,
  message: string,
): asserts condition {
  if (!condition) throw new Defect(code, message);
}
