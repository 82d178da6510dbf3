import { say, secondsSince, tail } from './report.js';

/** One check that is not Jest's: it counts as one test. Its output is shown only if it fails. */
export async function runPart(title, work) {
  const startedAt = performance.now();
  const stop = heartbeat(title, startedAt);
  const { code, output } = await work();
  stop();
  say(`${code === 0 ? 'ok    ' : 'FAILED'} ${title}, ${secondsSince(startedAt)}`);
  if (code !== 0) say(tail(output, 80));
  return { title, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, notRun: [] };
}

/** Says every 15 seconds that a part still runs. Returns how to stop it. */
export function heartbeat(title, startedAt) {
  const timer = setInterval(() => {
    say(`       ${title}: still running, ${secondsSince(startedAt)}`);
  }, 15_000);
  return () => clearInterval(timer);
}
