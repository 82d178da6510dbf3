/** What a peer does not let stand in one transaction: queries that no commit can check, and writes. */
export class WriteConditions {
  #wrote = false;
  #paged = false;
  #queriedPrivately = false;

  constructor(private readonly txId: string) {}

  /** Refuses: a write after a paginated query or a query of private data. */
  beginWrite(): void {
    const done = this.#queriedPrivately
      ? 'queries on pvt data'
      : this.#paged
        ? 'a paginated query'
        : undefined;
    if (done !== undefined)
      throw this.#unsupported(`Transaction has already performed ${done}. Writes are not allowed`);
    this.#wrote = true;
  }

  /** Refuses: a paginated query after a write. */
  beginPages(): void {
    if (this.#wrote)
      throw this.#unsupported('Paginated queries are supported only in a read-only transaction');
    this.#paged = true;
  }

  /** Refuses: a query of private data after a write. */
  beginPrivateQuery(): void {
    if (this.#wrote)
      throw this.#unsupported('Queries on pvt data is supported only in a read-only transaction');
    this.#queriedPrivately = true;
  }

  // The spelling is a peer's.
  #unsupported(why: string): Error {
    return new Error(`txid [${this.txId}]: unsuppored transaction. ${why}`);
  }
}
