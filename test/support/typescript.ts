// To be imported before a program: lets Node run the sources as Jest does, decorators and all, with Jest's own settings. So a test may
// start processes of the very sources that it is about, built or not.
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformSync } from '@swc/core';
import type { Options } from '@swc/core';

interface JestSettings {
  readonly moduleNameMapper: Readonly<Record<string, string>>;
  readonly transform: Readonly<Record<string, readonly [string, Options]>>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const { jest } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly jest: JestSettings;
};
const [, options] = jest.transform['\\.ts$'] ?? [];
const packages = Object.entries(jest.moduleNameMapper)
  .filter(([, file]) => file.startsWith('<rootDir>'))
  .map(([pattern, file]) => [new RegExp(pattern), file.replace('<rootDir>', root)] as const);

/** Taken off again by a program that has loaded all it needs and is going to measure: every later `require` passes through them. */
export const hooks = registerHooks({
  resolve(specifier, context, next) {
    const source = sourceOf(specifier, context.parentURL ?? '');
    return source === undefined ? next(specifier, context) : { url: source, shortCircuit: true };
  },
  load(url, context, next) {
    if (!url.endsWith('.ts') || url.includes('/node_modules/')) return next(url, context);
    const filename = fileURLToPath(url);
    const { code } = transformSync(readFileSync(filename, 'utf8'), { ...options, filename });
    return { format: 'module', source: code, shortCircuit: true };
  },
});

/** The TypeScript that an import of one of our modules means. */
function sourceOf(specifier: string, parent: string): string | undefined {
  for (const [pattern, file] of packages)
    if (pattern.test(specifier)) return pathToFileURL(specifier.replace(pattern, file)).href;
  if (!specifier.startsWith('.') || parent.includes('/node_modules/')) return undefined;
  const url = new URL(specifier.replace(/\.js$/, '.ts'), parent);
  return url.pathname.endsWith('.ts') && existsSync(url) ? url.href : undefined;
}
