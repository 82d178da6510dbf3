import type { Channel, Collection } from './schema.js';

type Collections = NonNullable<Channel['collections']>;
type Place = readonly PropertyKey[];
/** Where something stands now, and where it stands in the description. */
type Moved = { readonly place: Place; readonly stands: Place };

type Leaving = {
  /** Whether the profile keeps an organisation. */
  readonly isKept: (msp: string) => boolean;
  readonly hasPeer: (msp: string) => boolean;
};

export type KeptCollections = {
  readonly collections: Collections;
  readonly moved: readonly Moved[];
};

/** The collections of a channel without the organisations that a profile leaves out. A collection goes with them where nobody
 *  would keep its data any more. */
export function keepCollections(all: Collections, leaving: Leaving): KeptCollections {
  const kept = Object.entries(all).map(([chaincode, collections]) => ({
    chaincode,
    left: collections.flatMap((collection, from) => {
      const one = keepMembers(collection, leaving);
      return one === undefined ? [] : [{ ...one, from }];
    }),
  }));
  return {
    collections: Object.fromEntries(
      kept.map(({ chaincode, left }) => [chaincode, left.map(({ collection }) => collection)]),
    ),
    moved: kept.flatMap(({ chaincode, left }) =>
      left.flatMap(({ moved, from }, now) => {
        const place = ['collections', chaincode, now];
        const stands = ['collections', chaincode, from];
        const within = moved.map((it) => ({
          place: [...place, ...it.place],
          stands: [...stands, ...it.stands],
        }));
        return [{ place, stands }, ...within];
      }),
    ),
  };
}

function keepMembers(
  collection: Collection,
  { isKept, hasPeer }: Leaving,
): { readonly collection: Collection; readonly moved: readonly Moved[] } | undefined {
  const { members, endorsement } = collection;
  const left = keepNames(members, isKept, ['members']);
  if (left.names.length < members.length && !left.names.some(hasPeer)) return undefined;
  if (endorsement.of === undefined)
    return { collection: { ...collection, members: left.names }, moved: left.moved };
  const endorsers = keepNames(endorsement.of, isKept, ['endorsement', 'of']);
  return {
    collection: {
      ...collection,
      members: left.names,
      endorsement: { ...endorsement, of: endorsers.names },
    },
    moved: [...left.moved, ...endorsers.moved],
  };
}

function keepNames(names: readonly string[], isKept: (msp: string) => boolean, part: Place) {
  const left = names.flatMap((name, from) => (isKept(name) ? [{ name, from }] : []));
  return {
    names: left.map(({ name }) => name),
    moved: left.map(({ from }, now) => ({ place: [...part, now], stands: [...part, from] })),
  };
}
