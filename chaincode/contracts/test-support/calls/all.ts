import { isErrorCode } from '@argosy/domain/errors';
import { lifecycles } from '../lifecycles/all.js';
import { cellsOf, expectedOf, outcomeOf } from '../lifecycles/outcomes.js';
import type { Cell } from '../lifecycles/outcomes.js';
import type { LifecycleCase } from '../lifecycles/case.js';
import { triggers } from '../triggers/all.js';
import { keepSecrets } from './keeping.js';
import { readEverything } from './reading.js';
import { recordCalls } from './recorded-call.js';
import type { RecordedCall } from './recorded-call.js';

/**
 * Calls of every function: each act in every status in which it is allowed, and one call for each way in which the table
 * refuses it; one way into each error code; and all that only reads.
 */
export async function allCalls(): Promise<readonly RecordedCall[]> {
  return recordCalls(async () => {
    for (const lifecycle of lifecycles)
      for (const cell of telling(lifecycle)) await outcomeOf(lifecycle, cell);
    for (const code of Object.keys(triggers).filter(isErrorCode)) await triggers[code]();
    await readEverything();
    await keepSecrets();
  });
}

/** What is allowed, and for each act the first cell of each refusal. */
function telling(lifecycle: LifecycleCase): readonly Cell[] {
  const seen = new Set<string>();
  return cellsOf(lifecycle).filter((cell) => {
    const outcome = expectedOf(lifecycle, cell);
    const told = `${cell.action} ${outcome}`;
    if (isErrorCode(outcome) && seen.has(told)) return false;
    seen.add(told);
    return true;
  });
}
