import { existsSync } from 'node:fs';
import { ControlClient } from '@argosy/devnet/controls/client';
import type { ControlAddress } from './engine/engine.js';

/** What a network takes for the present: the machine's time, and of a network for development that of its one clock, which may
 *  have been moved. Peers refuse what is dated otherwise. */
export async function networkClock(controls: ControlAddress | undefined): Promise<() => Date> {
  if (controls === undefined || !existsSync(controls.tokenFile)) return () => new Date();
  const client = await ControlClient.open(controls);
  const { now, isFrozen } = await client.clock();
  const shown = new Date(now).getTime();
  if (isFrozen) return () => new Date(shown);
  const ahead = shown - Date.now();
  return () => new Date(Date.now() + ahead);
}
