import type { OperationStore } from './store.js';

/** Writes the state `submitted` for many operations in one statement, a moment later. Most operations are
 *  settled before that moment, and then the state is never written; nothing depends on it but what people see. */
export class SubmittedMarks {
  readonly #waiting = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: OperationStore,
    private readonly now: () => Date,
    private readonly onError: (error: unknown) => void,
    private readonly delayMilliseconds = 50,
  ) {}

  add(id: string): void {
    this.#waiting.add(id);
    this.#timer ??= setTimeout(() => void this.#write(), this.delayMilliseconds);
  }

  drop(id: string): void {
    this.#waiting.delete(id);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#waiting.clear();
  }

  async #write(): Promise<void> {
    const ids = [...this.#waiting];
    this.#waiting.clear();
    this.#timer = undefined;
    if (ids.length === 0) return;
    await this.store.submitted(ids, this.now().toISOString()).catch(this.onError);
  }
}
