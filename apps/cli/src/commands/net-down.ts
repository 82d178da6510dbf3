import { exitCode } from '../net/exit-codes.js';
import { hint, print, printJson, wantsJson } from '../net/presentation.js';
import { takeDown } from '../net/take-down.js';
import { placeOf } from '../places.js';

export type NetDownFlags = { readonly home?: string; readonly json?: boolean };

/** Stop the network that runs from a folder. Answers the exit code. */
export async function netDown(flags: NetDownFlags): Promise<number> {
  const { home } = placeOf(flags, process.env);
  const since = performance.now();
  const was = await takeDown(home);
  const milliseconds = performance.now() - since;
  if (wantsJson(flags)) {
    printJson({ event: 'down', was: was ? 'up' : 'down', home, milliseconds });
    return exitCode.done;
  }
  if (!was) print(`No network was up from ${home}.`);
  else {
    print(`The network is down; its keys and ledgers are in ${home}.`);
    hint([
      ['argosy net up', 'bring it up again, with the same ledgers'],
      ['argosy net reset', 'remove keys and ledgers'],
    ]);
  }
  return exitCode.done;
}
