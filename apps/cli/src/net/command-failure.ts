import { OperatorError } from '@argosy/operator/operator-error';

type Told = { readonly what: string; readonly why: string; readonly fix: string };

/** A failure of a command that has an exit code of its own. */
export class CommandFailure extends OperatorError {
  constructor(
    readonly exitCode: number,
    told: Told,
  ) {
    super(told);
    this.name = 'CommandFailure';
  }
}
