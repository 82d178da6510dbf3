import { isAlias, isMap, isNode, isPair, isScalar, visit } from 'yaml';
import type { Document, LineCounter } from 'yaml';
import type { Mistake } from './mistake.js';
import type { Path } from './profile.js';

/** The line of a place in a file: of its key where it is a field, else of the item itself. Of what is not there, the line of
 *  what it would stand in. */
export function lineOf(document: Document, lines: LineCounter, path: Path): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const parent: unknown = document.getIn(path.slice(0, depth - 1), true);
    const last = path[depth - 1];
    const start = isMap(parent)
      ? startOf(parent.items.find(({ key }) => isScalar(key) && key.value === last)?.key)
      : startOf(document.getIn(path.slice(0, depth), true));
    if (start !== undefined) return lines.linePos(start).line;
  }
  return 1;
}

const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);

/** What YAML offers and a description has no use for: each place of an alias would stand somewhere else, and a tag makes of a
 *  value something else than it looks like. */
export function checkFeatures(
  document: Document,
): { readonly offset: number; readonly told: Omit<Mistake, 'path'> }[] {
  const found: { readonly offset: number; readonly told: Omit<Mistake, 'path'> }[] = [];
  const fix = 'Write out what is meant.';
  visit(document, {
    Node: (_, node) => {
      const offset = node.range?.[0] ?? 0;
      const refuse = (what: string, why: string): void => {
        found.push({ offset, told: { what, why, fix } });
      };
      if (isAlias(node)) refuse(`*${node.source} refers to another place`, 'Aliases are not read.');
      else if (node.anchor !== undefined)
        refuse(`&${node.anchor} names a place for aliases`, 'Anchors are not read.');
      else if (node.tag !== undefined && !node.tag.startsWith('tag:yaml.org,2002:'))
        refuse(`${node.tag} is a tag`, 'Tags are not read.');
    },
    Pair: (_, pair) => {
      if (isPair(pair) && isScalar(pair.key) && typeof pair.key.value !== 'string') {
        const offset = startOf(pair.key) ?? 0;
        const told = {
          what: `${String(pair.key.value)} is no name of a field`,
          why: 'Names are text.',
          fix,
        };
        found.push({ offset, told });
      }
    },
  });
  return found;
}
