/** A failure told to a person: what happened, why, and what to do about it. */
export class OperatorError extends Error {
  readonly what: string;
  readonly why: string;
  readonly fix: string;

  constructor(told: { readonly what: string; readonly why: string; readonly fix: string }) {
    super(`${told.what}. ${told.why} ${told.fix}`.trim());
    this.name = 'OperatorError';
    this.what = told.what;
    this.why = told.why;
    this.fix = told.fix;
  }
}
