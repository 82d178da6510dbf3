import type { ChannelName } from './clients.js';
import type { Outcome } from './outcome.js';
import type { Actor, Role } from './people.js';

/** One act of a deal: whose it is, and what they say; it may need what came of acts before it. */
export interface Act {
  readonly by: Actor;
  readonly channel: ChannelName;
  readonly name: string;
  readonly command: (done: Done) => object;
  /** What the document is afterwards. */
  readonly status: string;
  /** Staff of other kinds who could take it too, were they the party's. */
  readonly alsoStaff?: readonly Role[];
  /** What is put into a collection first, for the command to name. */
  readonly secret?: { readonly collection: string; readonly terms: Secret };
}

/** What came of the acts that were taken, by their names. */
export type Done = (name: string) => Outcome;

type Secret = { readonly text: string; readonly sha256: string };

export type Acts = Readonly<Record<string, Act>>;

/** What is said of an act apart from its command. */
export function act<Name extends string>(
  by: Actor,
  channel: ChannelName,
  name: Name,
  status: string,
) {
  return { by, channel, name, status } as const;
}
