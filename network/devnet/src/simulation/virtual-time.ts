import { sha256 } from '@argosy/protocol/crypto';
import type { Ambient, CallOff } from '../ambient.js';

interface Alarm {
  readonly at: number;
  readonly work: () => void;
}

/** Bytes that look random and are the same again for the same seed. */
export function seededBytes(seed: string): (size: number) => Buffer {
  let drawn = 0;
  return (size) => {
    const parts: Buffer[] = [];
    for (let made = 0; made < size; made += 32)
      parts.push(sha256(Buffer.from(`${drawn++} ${seed}`)));
    return Buffer.concat(parts).subarray(0, size);
  };
}

/** After so many turns of the event loop in which no time has passed, whoever could do something has done it. */
const TURNS = 12;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * A world of which the time passes only when everybody waits for it, and then at once. With services, storage and transport in
 * memory nothing else decides in which order things happen, so that the same seed brings the same again.
 */
export class VirtualTime implements Ambient {
  readonly randomBytes: (size: number) => Buffer;
  private readonly alarms = new Set<Alarm>();
  private elapsed = 0;
  private shifted = 0;

  constructor(
    seed: string,
    private readonly start: number,
  ) {
    this.randomBytes = seededBytes(`${seed} ambient`);
  }

  now(): number {
    return this.start + this.elapsed + this.shifted;
  }

  schedule(milliseconds: number, work: () => void): CallOff {
    const alarm = { at: this.elapsed + Math.max(0, milliseconds), work };
    this.alarms.add(alarm);
    return () => {
      this.alarms.delete(alarm);
    };
  }

  /** Resolves when that long has passed. */
  pass(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.schedule(milliseconds, resolve);
    });
  }

  /** Set the clock forward or back; what is scheduled is as far away as before. */
  shift(milliseconds: number): void {
    this.shifted += milliseconds;
  }

  /** Let time pass until this is done. Throws when everybody waits for something that no time will bring. */
  async until<T>(work: Promise<T>): Promise<T> {
    const state = { done: false };
    const note = (): void => {
      state.done = true;
    };
    work.then(note, note);
    for (;;) {
      for (let i = 0; i < TURNS; i++) await turn();
      if (state.done) return work;
      if (!this.next()) throw new Error('everybody waits, and nothing is scheduled');
    }
  }

  /** Have the next alarm go off; of several at the same time the one that was set first. */
  private next(): boolean {
    let next: Alarm | undefined;
    for (const alarm of this.alarms) if (next === undefined || alarm.at < next.at) next = alarm;
    if (next === undefined) return false;
    this.alarms.delete(next);
    this.elapsed = Math.max(this.elapsed, next.at);
    next.work();
    return true;
  }
}
