/**
 * The smallest sets of candidates that are enough: no set contains another. A set with a preferred candidate comes
 * before one without, a smaller one before a larger one.
 *
 * Whether a set is enough is asked of the very policy that validation will apply, so a plan cannot disagree with it.
 */
export function layouts<T>(
  candidates: readonly T[],
  enough: (chosen: readonly T[]) => boolean,
  preferred?: T,
): T[][] {
  const found: T[][] = [];
  for (let size = 0; size <= candidates.length; size++) {
    for (const chosen of combinations(candidates, size)) {
      const wasteful = found.some((smaller) => smaller.every((one) => chosen.includes(one)));
      if (!wasteful && enough(chosen)) found.push(chosen);
    }
  }
  if (preferred === undefined) return found;
  const has = found.filter((set) => set.includes(preferred));
  return [...has, ...found.filter((set) => !set.includes(preferred))];
}

function combinations<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, index) =>
    combinations(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]),
  );
}
