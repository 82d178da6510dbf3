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

/** What is said of a defect; made only where there is one, if it takes more than a constant. */
type Sentence = string | (() => string);

const said = (sentence: Sentence): string => (typeof sentence === 'string' ? sentence : sentence());

/** Decode, or find the defect. `what` names the bytes for a person where the name of the message does not. */
export function layer<T>(
  code: ValidationCodeName,
  type: MessageType<T>,
  input: Uint8Array,
  what?: Sentence,
): T {
  try {
    return decode(type, input);
  } catch (error) {
    const why = reasonOf(error);
    throw new Defect(code, what === undefined ? why : `${said(what)}: ${why}`);
  }
}

/** What must be so, or it is a defect. */
export function require(
  condition: boolean,
  code: ValidationCodeName,
  message: Sentence,
): asserts condition {
  if (!condition) throw new Defect(code, said(message));
}
