import type { Session } from '../gateway/rest.js';

type Page = { readonly credits: readonly { readonly reference: string }[]; readonly next?: string };

/** The references of all deals that the ledger holds. */
export async function earlierReferences(session: Session): Promise<readonly string[]> {
  const found: string[] = [];
  let path: string | undefined = '/v1/credits?limit=100';
  while (path !== undefined) {
    const page: Page = await session.get<Page>(path);
    found.push(...page.credits.map(({ reference }) => reference));
    path = page.next;
  }
  return found;
}
