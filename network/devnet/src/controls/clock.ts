import { join } from 'node:path';
import type { Ambient, CallOff } from '../ambient.js';
import { keepSetting, readSetting, UNMOVED, type ClockSetting } from './clock-setting.js';
import { formatDuration } from './duration.js';

/** What the clock shows, and how it differs from the machine's. */
export interface ClockReading {
  readonly now: string;
  /** How far it is ahead of the machine's clock, such as `+6d`. */
  readonly offset: string;
  readonly isFrozen: boolean;
}

/** The clock cannot be moved so. */
export class ClockRefused extends Error {
  override readonly name = 'ClockRefused';
}

/** The last instant that a date can be. */
const LATEST_MS = 8.64e15;

/**
 * The one clock of a network: peers, orderers and authorities ask nobody else. It goes as the machine's does, but it can be moved
 * forward and stopped. It never goes back: what stands on the ledgers and in certificates would then lie in the future.
 *
 * Waits, such as a batch's or a chaincode's, go by the machine's time: moving the clock ends none of them.
 */
export class Clock implements Ambient {
  private changing: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly base: Ambient,
    private setting: ClockSetting,
    private readonly file: string | undefined,
  ) {}

  /** A clock over the machine's; it ends with the process. */
  static over(base: Ambient): Clock {
    return new Clock(base, UNMOVED, undefined);
  }

  /** The clock that is kept in a folder: as it was moved, it stays. */
  static async open(folder: string, base: Ambient): Promise<Clock> {
    const file = join(folder, 'clock.json');
    return new Clock(base, await readSetting(file), file);
  }

  now(): number {
    const { frozenAt, offsetMilliseconds } = this.setting;
    return frozenAt ?? this.base.now() + offsetMilliseconds;
  }

  randomBytes(size: number): Buffer {
    return this.base.randomBytes(size);
  }

  schedule(milliseconds: number, work: () => void): CallOff {
    return this.base.schedule(milliseconds, work);
  }

  /** Whether it shows anything but the machine's time. */
  get isMoved(): boolean {
    const { offsetMilliseconds, frozenAt } = this.setting;
    return offsetMilliseconds !== 0 || frozenAt !== undefined;
  }

  /** What it shows, for people. */
  get reading(): ClockReading {
    const { offsetMilliseconds, frozenAt } = this.setting;
    const ahead =
      frozenAt === undefined ? offsetMilliseconds : Math.round(frozenAt - this.base.now());
    return {
      now: iso(this.now()),
      offset: formatDuration(ahead),
      isFrozen: frozenAt !== undefined,
    };
  }

  /** Move it forward; a stopped clock stays stopped. Throws ClockRefused. */
  move(milliseconds: number): Promise<ClockReading> {
    return this.change(() => {
      const instant = this.notBack(this.now() + milliseconds);
      const { offsetMilliseconds, frozenAt } = this.setting;
      return frozenAt === undefined
        ? { offsetMilliseconds: offsetMilliseconds + milliseconds }
        : { offsetMilliseconds, frozenAt: instant };
    });
  }

  /** Have it show this instant, and go on from there; a stopped clock stays stopped. Throws ClockRefused. */
  set(instant: number): Promise<ClockReading> {
    return this.change(() => this.shown(instant));
  }

  /** Stop it, now or at a later instant. Throws ClockRefused. */
  freeze(instant?: number): Promise<ClockReading> {
    return this.change(() => ({
      ...this.setting,
      frozenAt: this.notBack(instant ?? this.now()),
    }));
  }

  /** Let a stopped clock go on from where it stands. */
  resume(): Promise<ClockReading> {
    return this.change(() => ({
      offsetMilliseconds: Math.ceil(this.now() - this.base.now()),
    }));
  }

  private shown(instant: number): ClockSetting {
    const wanted = this.notBack(instant);
    const offsetMilliseconds = Math.ceil(wanted - this.base.now());
    return this.setting.frozenAt === undefined
      ? { offsetMilliseconds }
      : { offsetMilliseconds, frozenAt: wanted };
  }

  private notBack(instant: number): number {
    const now = this.now();
    if (!(instant <= LATEST_MS))
      throw new ClockRefused('the clock cannot show an instant so far away: move it by less');
    if (instant < Math.floor(now))
      throw new ClockRefused(
        `the clock shows ${iso(now)} and never goes back, here to ${iso(instant)}: what is on the ledgers would ` +
          'then lie in the future. Begin a network anew to have an earlier time',
      );
    return Math.ceil(instant);
  }

  /** One change after the other; each is kept before it is answered. */
  private change(next: () => ClockSetting): Promise<ClockReading> {
    const done = this.changing.then(async () => {
      const before = this.setting;
      this.setting = next();
      try {
        if (this.file !== undefined) await keepSetting(this.file, this.setting);
      } catch (error) {
        this.setting = before;
        throw error;
      }
      return this.reading;
    });
    this.changing = done.catch(() => undefined);
    return done;
  }
}

const iso = (instant: number): string => new Date(instant).toISOString();

/** What a network's clock shows, unless it is the machine's time. */
export const movedClock = (ambient: Pick<Ambient, 'now'>): ClockReading | undefined =>
  ambient instanceof Clock && ambient.isMoved ? ambient.reading : undefined;
