/** Wait until something holds; fails after five seconds. */
export async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 5_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error('waited five seconds in vain');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
