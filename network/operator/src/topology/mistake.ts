import type { Path } from './profile.js';

/** A mistake in a network description: where it is, what is wrong, why that cannot work, and what to do. */
export type Mistake = {
  readonly path: Path;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
};

/** A name and the place where it is written. */
export type Named = { readonly name: string; readonly path: Path };

/** The second and later mentions of names that may be mentioned once. */
export function repeated(
  items: readonly Named[],
  told: (name: string) => Omit<Mistake, 'path'>,
): Mistake[] {
  const seen = new Set<string>();
  return items.flatMap(({ name, path }) => {
    if (seen.has(name)) return [{ path, ...told(name) }];
    seen.add(name);
    return [];
  });
}

export const oneOf = (names: readonly string[]): string =>
  names.length === 0 ? 'there are none' : `there are ${names.join(', ')}`;
