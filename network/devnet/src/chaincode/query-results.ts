import { QueryResponse } from '@argosy/protocol/messages/shim';
import { encode } from '@argosy/protocol/wire';

/** Results in one message to the chaincode. */
const BATCH = 100;

/** Results of one query in all (`ledger.state.totalQueryLimit`): beyond it a query ends without a word. */
const TOTAL = 100_000;

/** Hands out the encoded results of a query one by one; undefined at the end. */
export type ResultSource = () => Promise<Uint8Array | undefined>;

/** A query under way: its results leave in batches. */
export class QueryResults {
  private ahead: Uint8Array | undefined;
  private taken = 0;
  private exhausted = false;

  constructor(
    readonly id: string,
    private readonly source: ResultSource,
  ) {}

  /** True as soon as the last batch has left: the peer has then closed the query by itself. */
  get finished(): boolean {
    return this.exhausted;
  }

  /**
   * The next batch. It says that there is more only when the result after it was fetched already: a chaincode that
   * asks again never gets an empty batch, on which the Node shim's iterator would fail. No more than `limit` results are
   * taken in all as long as it is given.
   */
  async next(limit = TOTAL): Promise<Uint8Array> {
    const results: { resultBytes: Uint8Array }[] = [];
    const most = Math.min(limit, TOTAL);
    const take = (): Promise<Uint8Array | undefined> => this.take(most);
    for (let result = await this.first(most); result !== undefined; result = await take()) {
      if (results.length === BATCH) {
        this.ahead = result;
        return encode(QueryResponse, { results, hasMore: true, id: this.id });
      }
      results.push({ resultBytes: result });
    }
    this.exhausted = true;
    return encode(QueryResponse, { results, hasMore: false, id: this.id });
  }

  private async first(limit: number): Promise<Uint8Array | undefined> {
    const ahead = this.ahead;
    this.ahead = undefined;
    return ahead ?? (await this.take(limit));
  }

  private async take(limit: number): Promise<Uint8Array | undefined> {
    if (this.taken >= limit) return undefined;
    this.taken++;
    return this.source();
  }
}
