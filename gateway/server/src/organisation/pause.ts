/** Sleep, but not longer than until `stopping` aborts. */
export async function sleepUnless(stopping: AbortSignal, milliseconds: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      stopping.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, milliseconds);
    stopping.addEventListener('abort', wake);
    if (stopping.aborted) wake();
  });
}
