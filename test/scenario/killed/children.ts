import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Child } from '@argosy/operator/process/child';
import type { ProcessSpec } from '@argosy/operator/process/child';

export type StopAt = { readonly point: string; readonly occurrence: number };

/** A program of the network that can be ended by SIGKILL, at a point of its own choice or at once, and started again. */
export class Program {
  #child: Child | undefined;
  /** How often it was ended by SIGKILL. */
  kills = 0;

  constructor(
    private readonly spec: ProcessSpec,
    private readonly stopFile: string,
    /** Resolves when it can be used, after it has said that it is ready. */
    private readonly usable: () => Promise<void>,
  ) {}

  get isRunning(): boolean {
    return this.#child !== undefined;
  }

  /** Start it, unless it runs. */
  async start(): Promise<void> {
    if (this.#child !== undefined) return;
    const child = this.#begin();
    await child.ready;
    await this.usable();
  }

  /** Start it in order to see it killed at a point that it reaches while it starts and recovers. False where it was not within the
   *  limit; then it goes on. */
  async startUntil(stopAt: StopAt, limitMilliseconds: number): Promise<boolean> {
    this.arm(stopAt);
    const child = this.#begin();
    child.ready.catch(() => undefined);
    if (await this.killed(limitMilliseconds)) return true;
    await child.ready;
    await this.usable();
    return false;
  }

  /** Have it end itself at a point. */
  arm({ point, occurrence }: StopAt): void {
    writeFileSync(this.stopFile, `${occurrence} ${point}`);
  }

  /** Whether it ends itself where it was told, within the limit. It is told no more. */
  async killed(limitMilliseconds: number): Promise<boolean> {
    const child = this.#child;
    if (child === undefined) throw new Error(`${this.spec.name} does not run`);
    const timer = new AbortController();
    const late = delay(limitMilliseconds, undefined, { signal: timer.signal });
    late.catch(() => undefined);
    const how = await Promise.race([child.ended, late]);
    timer.abort();
    rmSync(this.stopFile, { force: true });
    if (how === undefined) return false;
    const reached = `${this.stopFile}.reached`;
    if (how !== 'was ended by SIGKILL' || !existsSync(reached))
      throw new Error(`${this.spec.name} ${how}; its log is ${this.spec.log}`);
    rmSync(reached);
    this.#child = undefined;
    this.kills += 1;
    return true;
  }

  /** End it at once. */
  async kill(): Promise<void> {
    const { pid, ended } = this.#child ?? {};
    if (pid === undefined) return;
    process.kill(pid, 'SIGKILL');
    await ended;
    this.#child = undefined;
    this.kills += 1;
  }

  /** End it in order. */
  async stop(): Promise<void> {
    await this.#child?.stop(10_000);
    this.#child = undefined;
  }

  #begin(): Child {
    const child = new Child(this.spec);
    this.#child = child;
    return child;
  }
}
