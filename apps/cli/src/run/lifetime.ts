/** Why a run ends before or after its work is done. */
export type End =
  | { readonly by: 'signal'; readonly exitCode: number }
  | { readonly by: 'parent' }
  | { readonly by: 'death'; readonly failure: Error };

const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

export type Lifetime = {
  readonly ended: Promise<End>;
  readonly fail: (failure: Error) => void;
  /** Stop watching: an open pipe would keep this process alive. */
  readonly release: () => void;
};

/** Watches for what ends a run: Ctrl-C, a signal, the parent that started us, or the death of a process of ours. */
export function watchLifetime(environment: NodeJS.ProcessEnv): Lifetime {
  const { promise, resolve } = Promise.withResolvers<End>();
  for (const [signal, exitCode] of Object.entries(signals)) {
    process.on(signal, () => resolve({ by: 'signal', exitCode }));
  }
  // Whoever reads our output may be gone; that must not stop an orderly end.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  if (environment['ARGOSY_PARENT_PIPE'] === '1') {
    // Reading the pipe is the only way to see its end.
    process.stdin.on('end', () => resolve({ by: 'parent' }));
    process.stdin.on('error', () => resolve({ by: 'parent' }));
    process.stdin.resume();
  }
  return {
    ended: promise,
    fail: (failure) => resolve({ by: 'death', failure }),
    release: () => process.stdin.destroy(),
  };
}
