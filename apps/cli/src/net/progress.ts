import type { NetHappening } from './happenings.js';
import { elapsed, happeningText, printJson, remark } from './presentation.js';

const refreshMilliseconds = 100;
const clearLine = '\r\u001b[K';

export type Progress = {
  readonly happening: (happening: NetHappening) => void;
  /** No more is shown. */
  readonly end: () => void;
};

/** Show what happens: for people on standard error, with a clock that runs on a terminal; for programs as JSON lines. */
export function showProgress({ json }: { readonly json: boolean }): Progress {
  if (json) return { happening: printJson, end: () => undefined };
  const live = process.stderr.isTTY;
  let since = performance.now();
  const tick = (): void => {
    process.stderr.write(`${clearLine}… ${elapsed(performance.now() - since)}`);
  };
  const timer = live ? setInterval(tick, refreshMilliseconds) : undefined;
  return {
    happening: (happening) => {
      if (live) process.stderr.write(clearLine);
      since = performance.now();
      remark(happeningText(happening));
    },
    end: () => {
      clearInterval(timer);
      if (live) process.stderr.write(clearLine);
    },
  };
}
