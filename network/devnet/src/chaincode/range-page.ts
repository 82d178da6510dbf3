import { KV, QueryResponse, QueryResponseMetadata } from '@argosy/protocol/messages/shim';
import { encode } from '@argosy/protocol/wire';
import type { ExecutionScope, Invocation } from './invocation.js';

/** No page is larger (`ledger.state.totalQueryLimit`). */
const LIMIT = 100_000;

/** One page of a range, whole; its bookmark is the next key of the range, empty at the end. */
export async function rangePage(
  invocation: Invocation,
  { startKey, endKey }: { readonly startKey: string; readonly endKey: string },
  { pageSize, bookmark }: { readonly pageSize: number; readonly bookmark: string },
): Promise<Uint8Array> {
  const { namespace, simulation } = invocation.scope;
  simulation.beginPages();
  const id = invocation.nextQueryId();
  const start = bookmark === '' ? startKey : bookmark;
  const size = pageSize > 0 ? Math.min(pageSize, LIMIT) : LIMIT;
  const range = simulation.simulator.range(namespace, start, endKey);
  const results: { resultBytes: Uint8Array }[] = [];
  let last: string | undefined;
  while (results.length < size) {
    const next = await range.next();
    if (next === undefined) return page(id, results, '');
    const [key, { value }] = next;
    last = key;
    results.push({ resultBytes: encode(KV, { namespace, key, value }) });
  }
  return page(id, results, await keyAfter(invocation.scope, last ?? start, endKey));
}

function page(
  id: string,
  results: readonly { resultBytes: Uint8Array }[],
  bookmark: string,
): Uint8Array {
  const metadata = encode(QueryResponseMetadata, {
    fetchedRecordsCount: results.length,
    bookmark,
  });
  return encode(QueryResponse, { results, hasMore: false, id, metadata });
}

/** The next key is only looked up: it is no result, so it is not recorded as read. */
async function keyAfter(
  { namespace, simulation }: ExecutionScope,
  key: string,
  endKey: string,
): Promise<string> {
  for await (const [next] of simulation.view.range(namespace, key, endKey)) {
    if (next !== key) return next;
  }
  return '';
}
