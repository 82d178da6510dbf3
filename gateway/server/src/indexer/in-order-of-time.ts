/** Entries of several channels, those of each in its order: where they stand side by side, by the times that they claim. */
export function* inOrderOfTime<Entry extends { readonly time: string }>(
  channels: readonly (readonly Entry[])[],
): Generator<Entry> {
  const next = channels.map(() => 0);
  for (;;) {
    const heads = channels.flatMap((entries, channel) => {
      const entry = entries[next[channel] ?? 0];
      return entry === undefined ? [] : [{ channel, entry }];
    });
    const [first] = heads.sort((one, other) => compared(one.entry.time, other.entry.time));
    if (first === undefined) return;
    next[first.channel] = (next[first.channel] ?? 0) + 1;
    yield first.entry;
  }
}

/** Times of one form, as texts. */
function compared(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
