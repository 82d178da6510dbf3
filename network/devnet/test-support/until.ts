/** A busy machine may take its time; what never comes is found all the same. */
const PATIENCE_MS = 30_000;

/** Wait until something holds; fails after half a minute. */
export async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!holds()) {
    if (performance.now() > end) throw new Error('waited half a minute in vain');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
