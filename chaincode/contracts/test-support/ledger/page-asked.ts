import { decode } from '@argosy/protocol/wire';
import { QueryMetadata } from '@argosy/protocol/messages/shim';

/** A peer gives no larger page. */
const limit = 100_000;

/** The page that a query asks for; undefined where it asks for everything. */
export function pageAsked(
  metadata: Uint8Array | undefined,
): { pageSize: number; bookmark: string } | undefined {
  if (metadata === undefined) return undefined;
  const { pageSize, bookmark } = decode(QueryMetadata, metadata);
  if (pageSize === 0 && bookmark === '') return undefined;
  return { pageSize: pageSize > 0 ? Math.min(pageSize, limit) : limit, bookmark };
}
