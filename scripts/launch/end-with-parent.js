// Preloaded into the tools that the launcher runs (compiler, linter, tests, npm): they know nothing
// of the launcher, so a thread of their own ends them when their parent is gone. It is a thread
// because a compiler keeps the main one busy for many seconds.
import { Worker, isMainThread, workerData } from 'node:worker_threads';

const watch = 'end-with-parent';

if (isMainThread) {
  const options = { execArgv: [], workerData: { watch, parent: process.ppid } };
  new Worker(new URL(import.meta.url), options).unref();
} else if (workerData?.watch === watch) {
  setInterval(() => {
    if (process.ppid !== workerData.parent) process.kill(process.pid, 'SIGKILL');
  }, 500);
}
