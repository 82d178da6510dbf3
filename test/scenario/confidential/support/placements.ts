import type { Topology } from '@argosy/operator/topology/schema';
import {
  kindsOfTerms,
  someTerms,
} from '../../../../chaincode/contracts/test-support/confidential-terms.js';
import type { SomeTerms } from '../../../../chaincode/contracts/test-support/confidential-terms.js';
import { staff } from '../../documents/support/people.js';
import type { ChannelName } from '../../documents/support/clients.js';
import type { Person } from '../../documents/support/people.js';
import type { Canary } from './search.js';

/** Terms of which nothing else is made, and where they belong. */
export interface Placement {
  /** By what its canaries are told apart. */
  readonly name: string;
  readonly channel: ChannelName;
  readonly collection: string;
  readonly by: Person;
  readonly terms: SomeTerms;
  /** The members of the collection. */
  readonly members: readonly string[];
  /** The organisations whose peers keep the collection: members that have one, and the sponsors of the others. */
  readonly keepers: readonly string[];
}

const people: readonly Person[] = Object.values(staff);

/** Somebody of an organisation who has a part in deals. */
export function personOf(msp: string): Person {
  const found = people.find((it) => it.msp === msp);
  if (found === undefined) throw new Error(`Nobody acts for ${msp}`);
  return found;
}

/** Every kind of terms, in every collection of the description, by every member of it. */
export function placementsOf(topology: Topology): readonly Placement[] {
  return channelsOf(topology).flatMap(({ name, collections, keeperOf }) =>
    collections.flatMap(({ collection, members }) =>
      members.flatMap((msp) =>
        kindsOfTerms.map((about) => ({
          name: `${name} ${collection} ${about} by ${msp}`,
          channel: name,
          collection,
          by: personOf(msp),
          terms: someTerms(about),
          members,
          keepers: [...new Set(members.map(keeperOf))].sort(),
        })),
      ),
    ),
  );
}

/** What to look for: each field's own piece. A per cent that a second one is equal to tells the two apart by nothing. */
export function canariesOf({ name, terms }: Pick<Placement, 'name' | 'terms'>): readonly Canary[] {
  return Object.entries(terms.canaries)
    .filter(([, text]) => !text.startsWith('"'))
    .map(([field, text]) => ({ name: `${name}: ${field}`, text }));
}

/** The per cents, with the names of their fields: for where none may be. */
export const perCentsOf = ({ name, terms }: Pick<Placement, 'name' | 'terms'>): readonly Canary[] =>
  Object.entries(terms.canaries)
    .filter(([, text]) => text.startsWith('"'))
    .map(([field, text]) => ({ name: `${name}: ${field}`, text }));

/** The collections of each channel, and whose peer keeps data there for a member: its own, or its sponsor's. */
export function channelsOf({ channels }: Topology) {
  return channels.filter(isNamed).map(({ name, members, collections }) => ({
    name,
    members,
    collections: (collections?.['argosy'] ?? []).map((it) => ({
      collection: it.name,
      members: it.members,
    })),
    keeperOf: (msp: string): string => members.find((it) => it.msp === msp)?.sponsor ?? msp,
  }));
}

type Channel = Topology['channels'][number];

function isNamed(channel: Channel): channel is Channel & { readonly name: ChannelName } {
  return ['trade', 'border', 'consortium'].includes(channel.name);
}
