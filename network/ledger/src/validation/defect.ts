import { reasonOf } from '@argosy/protocol/reason';
import type { ValidationCodeName } from '@argosy/protocol/validation-code';
import { decode } from '@argosy/protocol/wire';
import type { MessageType } from '@argosy/protocol/wire';

/** A defect of form, with the code that it gets. */
export class Defect extends Error {
  constructor(
    readonly code: ValidationCodeName,
    message: string,
  ) {
    super(message);
  }
}

/** Decode, or find the defect. */
export function layer<T>(code: ValidationCodeName, type: MessageType<T>, input: Uint8Array): T {
  try {
    return decode(type, input);
  } catch (error) {
    throw new Defect(code, reasonOf(error));
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
