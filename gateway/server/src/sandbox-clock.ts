import { readFileSync, statSync, unwatchFile, watchFile } from 'node:fs';
import { z } from 'zod';

/** What the network's clock shows, where it is not the machine's time. */
export interface ClockReading {
  readonly now: string;
  readonly aheadMilliseconds: number;
  readonly isFrozen: boolean;
}

const settingSchema = z.strictObject({
  offsetMilliseconds: z.int(),
  frozenAt: z.int().exactOptional(),
});
type Setting = z.infer<typeof settingSchema>;

const machineTime: Setting = { offsetMilliseconds: 0 };
const pollMilliseconds = 100;

const RealDate = globalThis.Date;
let setting = machineTime;

/**
 * Have this process take for the present what a development network's clock shows, as its file says it: the time of proposals,
 * sessions, certificates and records, whoever asks for it. Timers go on by the machine's time. Never for a production
 * configuration. Answers how to end it.
 */
export function followSandboxClock(file: string): () => void {
  const read = (): void => {
    setting = readSetting(file) ?? setting;
  };
  read();
  globalThis.Date = clockedDate;
  watchFile(file, { interval: pollMilliseconds, persistent: false }, read);
  return () => {
    unwatchFile(file, read);
    setting = machineTime;
    globalThis.Date = RealDate;
  };
}

/** What the followed clock shows; undefined where it is the machine's time. */
export function movedClock(): ClockReading | undefined {
  const { offsetMilliseconds, frozenAt } = setting;
  if (offsetMilliseconds === 0 && frozenAt === undefined) return undefined;
  const now = present();
  return {
    now: new RealDate(now).toISOString(),
    aheadMilliseconds: now - RealDate.now(),
    isFrozen: frozenAt !== undefined,
  };
}

const present = (): number => setting.frozenAt ?? RealDate.now() + setting.offsetMilliseconds;

/** `Date` with another present; a date that is given is that date. */
const clockedDate = new Proxy(RealDate, {
  construct: (target, given: unknown[], newTarget: typeof Date) =>
    Reflect.construct(target, given.length === 0 ? [present()] : given, newTarget) as Date,
  apply: () => new RealDate(present()).toString(),
  get: (target, name): unknown => (name === 'now' ? present : Reflect.get(target, name)),
});

/** Undefined while the file cannot be read; it is replaced at once. Without a file nobody has moved the clock. */
function readSetting(file: string): Setting | undefined {
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return machineTime;
  try {
    return settingSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
