import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { OperatorError } from '@argosy/operator/operator-error';
import { openLog } from '@argosy/operator/process/log-file';
import { runFolder } from '@argosy/operator/run-folder';
import type { NetHappening, Up } from './happenings.js';
import type { HostedNetwork } from './host.js';
import { stay } from './stay.js';
import type { SupervisorMessage } from './stay.js';

const program = fileURLToPath(new URL('./supervise.js', import.meta.url));

/** A network that a process in the background brings up. */
export type Background = {
  /** Resolves when it is up and stays without us. Refuses with what the process says, or with its end. */
  readonly up: Promise<Up>;
  /** Have everything ended that was begun; resolves when it is. */
  abandon(): Promise<void>;
};

/** Start a process that runs a network and outlives this one, once the network is up; until then it ends with this one. */
export function startInBackground(
  wanted: HostedNetwork,
  onHappening: (happening: NetHappening) => void,
): Background {
  const log = runFolder(wanted.home).log('supervisor');
  const child = spawnSupervisor(wanted, log);
  const ended = new Promise<void>((resolve) => {
    // Not `close`: that does not come where we were the one to leave the channel.
    child.once('exit', () => {
      resolve();
    });
    child.once('error', () => {
      resolve();
    });
  });
  const up = new Promise<Up>((resolve, reject) => {
    let failure = new OperatorError({
      what: 'The process that runs the network ended before it was up',
      why: '',
      fix: `Its log is ${log}.`,
    });
    child.on('message', (message) => {
      const told = message as SupervisorMessage;
      if (told.event === 'failed') {
        failure = new OperatorError(told);
        return;
      }
      onHappening(told);
      if (told.event !== 'up') return;
      letGo(child);
      resolve(told);
    });
    void ended.then(() => {
      reject(failure);
    });
  });
  const abandon = async (): Promise<void> => {
    if (child.connected) child.disconnect();
    await ended;
  };
  return { up, abandon };
}

function spawnSupervisor(wanted: HostedNetwork, log: string): ChildProcess {
  const output = openLog(log);
  // It belongs to nobody's terminal, pipe or process group: whoever starts it may end.
  const { ARGOSY_PARENT_PIPE: _, ...env } = process.env;
  try {
    return spawn(process.execPath, [program, JSON.stringify(wanted)], {
      stdio: ['ignore', output, output, 'ipc'],
      detached: true,
      env,
    });
  } finally {
    closeSync(output);
  }
}

function letGo(child: ChildProcess): void {
  child.send(stay, () => {
    child.disconnect();
    child.unref();
  });
}
