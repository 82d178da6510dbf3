// When npm is killed with SIGKILL, its children live on: the kernel only gives them another parent.
// This is how the launcher notices.
import { readFileSync } from 'node:fs';

/** The processes between this one and the topmost npm that started it, nearest first. Empty when
 *  no npm did: then whoever started the launcher may end and leave it running, as with nohup. */
export function ancestorsUpToNpm() {
  if (process.env.npm_lifecycle_event === undefined) return [];
  const chain = [process.ppid];
  // npm sets this variable for what it starts, so the first process without it is npm itself.
  while (startedByNpm(chain.at(-1))) {
    const parent = parentOf(chain.at(-1));
    if (parent === undefined || parent <= 1) break;
    chain.push(parent);
  }
  return chain;
}

/** False once any process of the chain has another parent than when the chain was recorded. */
export function isIntact(chain) {
  if (chain.length === 0) return true;
  if (process.ppid !== chain[0]) return false;
  return chain.slice(1).every((parent, index) => parentOf(chain[index]) === parent);
}

function startedByNpm(pid) {
  const environment = readProc(pid, 'environ');
  return environment?.split('\0').some((entry) => entry.startsWith('npm_lifecycle_event='));
}

function parentOf(pid) {
  const stat = readProc(pid, 'stat');
  // The program's name is in parentheses and may itself hold spaces and parentheses.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields === undefined ? undefined : Number(fields[1]);
}

/** Undefined where there is no /proc (macOS, Windows) or the process is gone or not ours. */
function readProc(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return undefined;
  }
}
