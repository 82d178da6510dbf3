interface Failures {
  count: number;
  readonly until: number;
}

const allowed = 5;
const windowMilliseconds = 60_000;
const remembered = 10_000;

/** Counts wrong secrets, so that they cannot be tried in great numbers: after five within a minute nothing more is looked at for the
 *  rest of it. Counted by where they come from and whom they name, so that nobody locks another out from elsewhere. */
export class Attempts {
  readonly #failures = new Map<string, Failures>();

  constructor(private readonly now: () => Date) {}

  /** For how many seconds nothing more is looked at; 0 when the next attempt is. */
  secondsToWait(who: string): number {
    const failures = this.#current(who);
    if (failures === undefined || failures.count < allowed) return 0;
    return Math.ceil((failures.until - this.now().getTime()) / 1_000);
  }

  failed(who: string): void {
    const failures = this.#current(who);
    if (failures !== undefined) {
      failures.count += 1;
      return;
    }
    const [oldest] = this.#failures.keys();
    if (this.#failures.size >= remembered && oldest !== undefined) this.#failures.delete(oldest);
    this.#failures.delete(who);
    this.#failures.set(who, { count: 1, until: this.now().getTime() + windowMilliseconds });
  }

  #current(who: string): Failures | undefined {
    const failures = this.#failures.get(who);
    return failures === undefined || failures.until <= this.now().getTime() ? undefined : failures;
  }
}
