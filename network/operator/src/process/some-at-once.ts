/** Do a piece of work for each of these in their order, never more than so many at a time. Ends at the first failure. */
export async function someAtOnce<T>(
  all: readonly T[],
  most: number,
  work: (one: T) => Promise<unknown>,
): Promise<void> {
  const waiting = all.values();
  let hasFailed = false;
  const oneByOne = async (): Promise<void> => {
    for (const one of waiting) {
      if (hasFailed) return;
      await work(one).catch((failure: unknown) => {
        hasFailed = true;
        throw failure;
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, all.length) }, oneByOne));
}
