import type { Credit } from '@argosy/domain/credit/credit';
import type { RecordBody } from '@argosy/gateway/http/record-body';
import type { Session } from '../../gateway/rest.js';

type Page = { readonly items: readonly RecordBody<Credit>[]; readonly nextCursor?: string };

/** The references of all deals that the ledger holds at a height. */
export async function earlierReferences(
  session: Session,
  height: number,
): Promise<readonly string[]> {
  const found: string[] = [];
  let cursor: string | undefined = '';
  while (cursor !== undefined) {
    const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: Page = await session.get<Page>(`/v1/credits?limit=100${from}`, { height });
    found.push(...page.items.map(({ reference }) => reference));
    cursor = page.nextCursor;
  }
  return found;
}
