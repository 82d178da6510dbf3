import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file that the pages load, as it is sent. */
export interface Asset {
  readonly path: string;
  readonly type: string;
  readonly content: Buffer;
  readonly etag: string;
}

const folder = join(import.meta.dirname, '../../assets');
const types = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8' } as const;

/** Read the files that the pages load. */
export function readAssets(): readonly Asset[] {
  return [asset('page', 'css'), asset('live', 'js')];
}

function asset(name: string, extension: keyof typeof types): Asset {
  const file = `${name}.${extension}`;
  const content = readFileSync(join(folder, file));
  const hash = createHash('sha256').update(content).digest('base64url');
  return { path: `/assets/${file}`, type: types[extension], content, etag: `"${hash}"` };
}
