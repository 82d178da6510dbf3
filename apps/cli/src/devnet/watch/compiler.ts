import { setTimeout as delay } from 'node:timers/promises';
import type { CodeEvents, CodeSource } from './code-source.js';
import { runTool } from './tool-process.js';

/** So long a compiler may take to end what it is at, when the network ends. */
export const longestRoundMilliseconds = 5_000;

/** Have a compiler that stays compile what is saved. */
export function watchCompiler(
  folder: string,
  command: readonly [string, ...string[]],
  events: CodeEvents,
): CodeSource {
  const rounds = new Rounds(events);
  const compiler = runTool(command, folder, (text) => rounds.hear(text));
  return {
    close: async () => {
      // Ended while it writes, it would leave modules cut off.
      const limit = delay(longestRoundMilliseconds, undefined, { ref: false });
      await Promise.race([rounds.ended(), compiler.ended, limit]);
      compiler.end();
    },
  };
}

const begin = /Starting (compilation in watch mode|incremental compilation)\.\.\./;
/** What the compiler says at the end of each round. */
const end = /Found (\d+) errors?\. Watching for file changes\./;
const isChatter = (line: string): boolean =>
  line.trim() === '' || begin.test(line) || end.test(line);

/** What the compiler says, one round after the other. */
class Rounds {
  #said = '';
  #isRunning = true;
  readonly #waiting: (() => void)[] = [];

  constructor(private readonly events: CodeEvents) {}

  hear(text: string): void {
    this.#said += text;
    if (begin.test(text)) {
      this.#isRunning = true;
      this.events.onBuilding();
    }
    const [found, errors] = end.exec(this.#said) ?? [];
    if (found === undefined) return;
    const lines = this.#said.split('\n').filter((it) => !isChatter(it));
    this.#said = '';
    this.#isRunning = false;
    for (const tell of this.#waiting.splice(0)) tell();
    if (errors === '0') this.events.onCode();
    else this.events.onFault(lines.join('\n'));
  }

  /** Resolves when no round runs. */
  ended(): Promise<void> {
    if (!this.#isRunning) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
