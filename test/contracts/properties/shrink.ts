import type { Trace } from './episode.js';

/**
 * Fewer commands that still fail: leaves out halves, then quarters, and at last each command alone, as long as what is left fails. Nothing is late, if that
 * fails too.
 */
export async function shrunk(
  trace: Trace,
  fails: (trace: Trace) => Promise<boolean>,
): Promise<Trace> {
  const prompt = trace.map((block) => block.map((sent) => ({ ...sent, delay: 0 })));
  const first = (await fails(prompt)) ? prompt : trace;
  let kept = first.flatMap((block, at) => block.map((sent) => ({ sent, at })));
  for (let size = kept.length >> 1; size >= 1; size >>= 1) {
    for (let start = 0; start < kept.length;) {
      const fewer = [...kept.slice(0, start), ...kept.slice(start + size)];
      if (fewer.length > 0 && (await fails(inBlocks(fewer)))) kept = fewer;
      else start += size;
    }
  }
  return inBlocks(kept);
}

/** Commands that were in one block stay in one. */
function inBlocks(kept: readonly { sent: Trace[number][number]; at: number }[]): Trace {
  const blocks = Map.groupBy(kept, ({ at }) => at);
  return [...blocks.values()].map((block) => block.map(({ sent }) => sent));
}
