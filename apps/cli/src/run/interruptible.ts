import { watchLifetime } from './lifetime.js';

/** Run a command that leaves nothing to put in order: a signal, or the end of the parent that started us, ends it at once. */
export async function interruptible(run: () => Promise<number>): Promise<number> {
  const lifetime = watchLifetime(process.env);
  void lifetime.ended.then((end) => process.exit(end.by === 'signal' ? end.exitCode : 1));
  try {
    return await run();
  } finally {
    lifetime.release();
  }
}
