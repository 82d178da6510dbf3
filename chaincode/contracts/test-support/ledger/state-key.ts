/** One key of the state: a public one, or one of a collection by its hash. */
export interface StateKey {
  readonly collection: string | undefined;
  readonly stateKey: string;
}

/** A name that no other key of the state has: a line feed stands in no collection's name. */
export function nameOf({ collection, stateKey }: StateKey): string {
  return `${collection ?? ''}\n${stateKey}`;
}
