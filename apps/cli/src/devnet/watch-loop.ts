import { OperatorError } from '@argosy/operator/operator-error';
import { reasonOf } from '@argosy/protocol/reason';
import type { ChaincodeFolder } from './chaincode-folder.js';
import type { Tell } from './happenings.js';
import { watchCode } from './watch/code-source.js';
import type { CodeSource } from './watch/code-source.js';

/** Replace the chaincode whenever its folder holds new code: one replacement at a time, always with what is newest. */
export function watchLoop(
  folder: ChaincodeFolder,
  { replace, tell }: { readonly replace: () => Promise<void>; readonly tell: Tell },
): CodeSource {
  let replacing: Promise<void> | undefined;
  let changes = 0;
  const run = async (): Promise<void> => {
    const upTo = changes;
    const since = performance.now();
    try {
      await replace();
      tell({ event: 'replaced', milliseconds: performance.now() - since });
    } catch (failure) {
      tell({ event: 'fault', said: whyOf(failure) });
    }
    replacing = changes === upTo ? undefined : run();
  };
  return watchCode(folder, {
    onCode: () => {
      changes += 1;
      replacing ??= run();
    },
    onBuilding: () => tell({ event: 'building' }),
    onFault: (said) => tell({ event: 'fault', said }),
  });
}

const whyOf = (failure: unknown): string =>
  failure instanceof OperatorError ? `${failure.what}.\n${failure.why}` : reasonOf(failure);
