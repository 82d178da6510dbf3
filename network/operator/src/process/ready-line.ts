import type { Readable } from 'node:stream';

export type Ready = { readonly ready: Readonly<Record<string, unknown>> };

const longestLine = 64 * 1024;

/** Wait for the JSON line with which a program says that it is ready. All output goes on to `onChunk`, also later. */
export function readyLine(output: Readable, onChunk: (chunk: Buffer) => void): Promise<Ready> {
  return new Promise((resolve) => {
    let pending: string | undefined = '';
    output.on('data', (chunk: Buffer) => {
      onChunk(chunk);
      if (pending === undefined) return;
      const lines: string[] = (pending + chunk.toString('utf8')).split('\n');
      pending = (lines.pop() ?? '').slice(-longestLine);
      const ready = lines.map(parseReady).find((it) => it !== undefined);
      if (ready === undefined) return;
      pending = undefined;
      resolve({ ready });
    });
  });
}

function parseReady(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || !('ready' in value)) return undefined;
    return value.ready === true ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
