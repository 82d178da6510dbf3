import type { Ambient } from '../ambient.js';
import type { DevnetConfig } from '../config.js';
import { Clock } from './clock.js';

/** The clock of a configured network: kept in its folder, unless it keeps nothing there. */
export async function openClock(
  { dataDir, storage }: Pick<DevnetConfig, 'dataDir' | 'storage'>,
  base: Ambient,
): Promise<Clock> {
  if (base instanceof Clock) return base;
  return storage === 'memory' ? Clock.over(base) : Clock.open(dataDir, base);
}
