import type { Answer, RoleDatabase, Statement } from '../database/database.js';

/** The schema of the read model that is served, whichever it is: who asks it goes on asking when another takes its place. */
export class ServedSchema implements RoleDatabase {
  #current: RoleDatabase;
  readonly #running = new Set<Promise<unknown>>();

  constructor(first: RoleDatabase) {
    this.#current = first;
  }

  get role(): string {
    return this.#current.role;
  }

  get schema(): string {
    return this.#current.schema;
  }

  run(statements: readonly Statement[]): Promise<readonly Answer[]> {
    const running = this.#current.run(statements);
    this.#running.add(running);
    return running.finally(() => this.#running.delete(running));
  }

  in(schema: string): Promise<RoleDatabase> {
    return this.#current.in(schema);
  }

  /** Ask another one from now on. Resolves when the earlier one has answered everything. */
  async switchTo(next: RoleDatabase): Promise<void> {
    const earlier = [...this.#running];
    this.#current = next;
    await Promise.allSettled(earlier);
  }
}
