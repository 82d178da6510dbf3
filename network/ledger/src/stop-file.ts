import { readFileSync, renameSync } from 'node:fs';

/** Fault injection: ends this process by SIGKILL at a point that a file names while the process runs: `2 settled` is the second time
 *  from then on that `settled` is reached. The file gets the ending `.reached` just before, so that the next process lives.
 *  Without the file nothing happens. Returns what is to be called at each point. */
export function stopFile(path: string): (point: string) => void {
  let known: string | undefined;
  let seen = 0;
  return (point) => {
    const wanted = contentOf(path);
    if (wanted !== known) seen = 0;
    known = wanted;
    if (wanted === undefined) return;
    const [, occurrence, name] = /^(\d+) (.*)$/s.exec(wanted) ?? [];
    if (name !== point) return;
    seen += 1;
    if (seen < Number(occurrence)) return;
    renameSync(path, `${path}.reached`);
    process.kill(process.pid, 'SIGKILL');
  };
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
