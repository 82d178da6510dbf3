import { reasonOf } from '@argosy/protocol/reason';

/** What the process has opened, to be closed in the reverse order: on SIGTERM, on SIGINT, and when the parent that holds
 *  our stdin is gone. */
export class Lifetime {
  private readonly opened: (() => Promise<void>)[] = [];
  private closing = false;

  constructor(private readonly log: (text: string) => void) {
    const stop = (): void => {
      void this.end();
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
    if (process.env['ARGOSY_PARENT_PIPE'] !== '1') return;
    process.stdin.on('end', stop);
    process.stdin.on('close', stop);
    process.stdin.resume();
  }

  /** Close this, too, when the process ends. */
  add(close: () => Promise<void>): void {
    this.opened.push(close);
  }

  private async end(): Promise<void> {
    if (this.closing) return;
    this.closing = true;
    try {
      for (const close of this.opened.toReversed()) await close();
      process.exit(0);
    } catch (error) {
      this.log(reasonOf(error));
      process.exit(1);
    }
  }
}

/** Resolves when this line comes on standard input. */
export function told(line: string): Promise<void> {
  return new Promise((resolve) => {
    let pending = '';
    const hear = (chunk: Buffer): void => {
      const lines = (pending + chunk.toString('utf8')).split('\n');
      pending = lines.pop() ?? '';
      if (!lines.includes(line)) return;
      process.stdin.off('data', hear);
      resolve();
    };
    process.stdin.on('data', hear);
  });
}
