import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One step of a guide: commands, and what it shows as their answer. What shows none answers nothing. */
export interface GuideStep {
  readonly commands: string;
  readonly shown: string;
}

/** The steps of a guide in docs/guides: each block of `sh`, with the block of `text` that follows it before the next. */
export function stepsOf(name: string): readonly GuideStep[] {
  const guide = readFileSync(join(import.meta.dirname, '../../../docs/guides', name), 'utf8');
  const blocks = [...guide.matchAll(/^```(sh|text)\n([^]*?)^```$/gm)];
  return blocks.flatMap(([, language, commands = ''], place) => {
    if (language !== 'sh') return [];
    const [, following, shown = ''] = blocks[place + 1] ?? [];
    return [{ commands, shown: following === 'text' ? shown : '' }];
  });
}

/** What answers as a guide shows: `…` stands for anything within a line, and alone on a line for any lines. */
export function patternOf(shown: string): RegExp {
  const lines = shown.split('\n').map((line) => {
    if (line === '…') return '(?:.*\n)*?';
    const text = line.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`).replaceAll('…', '.*');
    return `${text}\n`;
  });
  // The last line break of a block ends its last line, and begins none.
  return new RegExp(`^${lines.join('').replace(/\n$/, '')}$`);
}

/** A shell into which a reader pastes the blocks of a guide, one after the other. */
export class GuideShell {
  readonly #shell: ChildProcessWithoutNullStreams;
  #printed = '';
  #complaints = '';

  constructor(folder: string) {
    const path = `${join(process.execPath, '..')}:${process.env['PATH'] ?? ''}`;
    const env = { ...process.env, NODE_OPTIONS: '', PATH: path };
    this.#shell = spawn('sh', [], { cwd: folder, env });
    this.#shell.stdout.on('data', (chunk: Buffer) => (this.#printed += chunk.toString()));
    this.#shell.stderr.on('data', (chunk: Buffer) => (this.#complaints += chunk.toString()));
  }

  /** What commands print, or complain of. */
  async run(commands: string): Promise<string> {
    const end = `end of ${randomUUID()}\n`;
    this.#printed = '';
    this.#complaints = '';
    const ended = new Promise<void>((resolve) => {
      const look = (): void => {
        if (!this.#printed.endsWith(end)) return;
        this.#shell.stdout.off('data', look);
        resolve();
      };
      this.#shell.stdout.on('data', look);
    });
    this.#shell.stdin.write(`${commands}\nprintf '${end.trimEnd()}\\n'\n`);
    await ended;
    return this.#printed.slice(0, -end.length) + this.#complaints;
  }

  end(): void {
    this.#shell.kill();
  }
}
