/** One of the sentences that a CA answers with. */
export type CaSentence = { readonly code: number; readonly message: string };

/** The CA said no: by its own code, or by the HTTP status alone where something before it answered.
 *  Nothing was changed. */
export class CaRefused extends Error {
  readonly kind = 'refused';
  readonly status: number;
  readonly code: number | undefined;

  constructor(what: string, status: number, sentences: readonly CaSentence[]) {
    const [first] = sentences;
    const told = sentences.map(({ code, message }) => `${message} (code ${code})`).join('; ');
    super(`${what} was refused with status ${status}: ${told === '' ? 'no reason given' : told}`);
    this.name = 'CaRefused';
    this.status = status;
    this.code = first?.code;
  }
}

/** The CA was not reached, or not trusted: it was asked nothing, and nothing was changed. */
export class CaUnreachable extends Error {
  readonly kind = 'unreachable';

  constructor(what: string, cause: Error) {
    super(`${what}: the CA was not reached. ${cause.message}`, { cause });
    this.name = 'CaUnreachable';
  }
}

/** The request was sent and its answer did not come: it may have been carried out. Ask the CA what is so before
 *  asking again, for instance for the identity that was registered. */
export class CaOutcomeUnknown extends Error {
  readonly kind = 'unknown';

  constructor(what: string, cause: Error) {
    super(`${what} was sent, but its outcome is unknown. ${cause.message}`, { cause });
    this.name = 'CaOutcomeUnknown';
  }
}

/** The answer is not one that a Fabric CA gives; what was asked may have been carried out. */
export class CaAnswerInvalid extends Error {
  readonly kind = 'invalid';

  constructor(what: string, why: string) {
    super(`${what}: the CA's answer cannot be used. ${why}`);
    this.name = 'CaAnswerInvalid';
  }
}
