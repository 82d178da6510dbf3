import type { BlockContent } from '../block-contents.js';
import { readBlock } from './block-reader.js';

/** What stands in some delivered blocks, by class. */
export function contentsOf(
  blocks: readonly Uint8Array[],
): ReadonlyMap<BlockContent | 'verdicts', readonly Uint8Array[]> {
  const found = new Map<BlockContent | 'verdicts', Uint8Array[]>();
  for (const block of blocks)
    readBlock(block, (content, bytes) => {
      const others = found.get(content) ?? [];
      others.push(bytes);
      found.set(content, others);
    });
  return found;
}
