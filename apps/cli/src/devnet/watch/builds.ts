import { setTimeout as delay } from 'node:timers/promises';
import type { CodeEvents } from './code-source.js';
import { longestRoundMilliseconds } from './compiler.js';
import { runTool } from './tool-process.js';
import type { ToolProcess } from './tool-process.js';

/** Runs a folder's own build script: one at a time, and once more when something changed meanwhile. */
export class Builds {
  #running: ToolProcess | undefined;
  #changes = 0;

  constructor(
    private readonly folder: string,
    private readonly events: CodeEvents,
  ) {}

  want(): void {
    this.#changes++;
    if (this.#running === undefined) void this.#build();
  }

  /** Resolves when nothing is built any more: ended while it writes, a build would leave modules cut off. */
  async close(): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    const limit = delay(longestRoundMilliseconds, undefined, { ref: false });
    await Promise.race([running.ended, limit]);
    running.end();
  }

  async #build(): Promise<void> {
    const upTo = this.#changes;
    this.events.onBuilding();
    let said = '';
    this.#running = runTool(['npm', 'run', '--silent', 'build'], this.folder, (text) => {
      said += text;
    });
    const code = await this.#running.ended;
    this.#running = undefined;
    if (this.#changes !== upTo) return this.#build();
    if (code === 0) this.events.onCode();
    else this.events.onFault(said.trim());
  }
}
