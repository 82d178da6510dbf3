import type { ProcessLine } from './process-line.js';

/** The processes that run one version of the code: one for each organisation. */
export class CodeVersion {
  constructor(readonly lines: ReadonlyMap<string, ProcessLine>) {}

  lineOf(msp: string): ProcessLine {
    const line = this.lines.get(msp);
    if (line === undefined) throw new Error(`no process runs the chaincode for ${msp}`);
    return line;
  }

  async registered(): Promise<void> {
    await Promise.all([...this.lines.values()].map((line) => line.registered));
  }

  async idle(): Promise<void> {
    await Promise.all([...this.lines.values()].map((line) => line.idle()));
  }

  close(): void {
    for (const line of this.lines.values()) line.close();
  }
}

/** So many transactions are remembered at least. */
const remembered = 4_096;

/**
 * Which version of the code runs a transaction. All organisations run it on the one with which the first of them began: otherwise
 * a change in the middle would make them disagree, and the transaction fail.
 */
export class CodeVersions {
  #current: CodeVersion;
  #newer = new Map<string, CodeVersion>();
  #older = new Map<string, CodeVersion>();

  constructor(first: CodeVersion) {
    this.#current = first;
  }

  get current(): CodeVersion {
    return this.#current;
  }

  /** What begins from now on runs on this one. Answers the one before. */
  switchTo(version: CodeVersion): CodeVersion {
    const before = this.#current;
    this.#current = version;
    return before;
  }

  of(transaction: string): CodeVersion {
    const known = this.#newer.get(transaction) ?? this.#older.get(transaction);
    const version = known ?? this.#current;
    if (known === undefined) this.#remember(transaction, version);
    return version;
  }

  /** Nothing runs on a version any more: who comes late has to take the current one. */
  retire(version: CodeVersion): void {
    for (const known of [this.#newer, this.#older])
      for (const [transaction, its] of known) if (its === version) known.delete(transaction);
  }

  #remember(transaction: string, version: CodeVersion): void {
    this.#newer.set(transaction, version);
    if (this.#newer.size < remembered) return;
    this.#older = this.#newer;
    this.#newer = new Map();
  }
}
