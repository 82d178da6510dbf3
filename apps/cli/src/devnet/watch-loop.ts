import { OperatorError } from '@argosy/operator/operator-error';
import { reasonOf } from '@argosy/protocol/reason';
import type { ChaincodeFolder } from './chaincode-folder.js';
import type { Tell } from './happenings.js';
import type { WatchedChaincode } from './watched-chaincode.js';
import { watchCode } from './watch/code-source.js';
import type { CodeSource } from './watch/code-source.js';

/** Replace the chaincode whenever its folder holds new code: one replacement at a time, always with what is newest. */
export function watchLoop(
  folder: ChaincodeFolder,
  { chaincode, tell }: { readonly chaincode: WatchedChaincode; readonly tell: Tell },
): CodeSource {
  let replacing: Promise<void> | undefined;
  let changes = 0;
  let closed = false;
  const news: Tell = (happening) => {
    if (!closed) tell(happening);
  };
  const run = async (): Promise<void> => {
    const upTo = changes;
    const since = performance.now();
    try {
      await chaincode.replace();
      news({ event: 'replaced', milliseconds: performance.now() - since });
    } catch (failure) {
      news({ event: 'fault', said: whyOf(failure) });
    }
    replacing = changes === upTo ? undefined : run();
    if (!closed) prepare();
  };
  // While nobody waits: the next replacement is then quicker.
  const prepare = (): void => void chaincode.prepare().catch(() => undefined);
  prepare();
  const source = watchCode(folder, {
    onCode: () => {
      changes += 1;
      replacing ??= run();
    },
    onBuilding: () => news({ event: 'building' }),
    onFault: (said) => news({ event: 'fault', said }),
  });
  return {
    close: () => {
      closed = true;
      return source.close();
    },
  };
}

const whyOf = (failure: unknown): string =>
  failure instanceof OperatorError ? `${failure.what}.\n${failure.why}` : reasonOf(failure);
