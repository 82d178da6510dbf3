import { Worker } from 'node:worker_threads';

/** How long one input may keep the process busy before it is said to hang. */
const PATIENCE_MS = 60_000;

const TICK_MS = 250;

/**
 * Runs on a thread of its own: a reader that hangs leaves none of the main thread's timers a turn. It counts its own turns, not the
 * clock: where the whole machine stood still, nobody hung.
 */
const program = `
  const { workerData: { names, memory, ticks, tickMs } } = require('node:worker_threads');
  const { writeSync } = require('node:fs');
  const told = new Int32Array(memory);
  let last = '', idle = 0;
  setInterval(() => {
    const now = names[Atomics.load(told, 0)] + ': input ' + Atomics.load(told, 1);
    idle = now === last ? idle + 1 : 0;
    last = now;
    if (idle < ticks) return;
    writeSync(2, now + ' hangs\\n');
    process.kill(process.pid, 'SIGKILL');
  }, tickMs);
`;

export interface Watchdog {
  /** Say which input of which loop comes next. */
  tell(index: number, run: number): void;
  end(): Promise<unknown>;
}

/** Watch loops over inputs: an input that does not come to its end is named, and ends the process. */
export function watch(names: readonly string[], patience = PATIENCE_MS): Watchdog {
  const memory = new SharedArrayBuffer(8);
  const told = new Int32Array(memory);
  const workerData = { names, memory, ticks: patience / TICK_MS, tickMs: TICK_MS };
  const worker = new Worker(program, { eval: true, execArgv: [], workerData });
  worker.unref();
  return {
    tell: (index, run) => {
      Atomics.store(told, 0, index);
      Atomics.store(told, 1, run);
    },
    end: () => worker.terminate(),
  };
}
