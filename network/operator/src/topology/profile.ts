import { keepCollections } from './profile-collections.js';
import type { Channel, Description, Organisation, Profile, Topology } from './schema.js';

export type Path = readonly PropertyKey[];

/** A description with a profile applied, and where in the file each part of it stands. */
export type Applied = {
  readonly topology: Topology;
  /** The place in the description of a place in the topology. */
  readonly origin: (path: Path) => Path;
};

/** Make the topology of a profile. What the profile names and the description does not have is left to the checks. */
export function applyProfile(description: Description, name: string, profile: Profile): Applied {
  const origins: Origin[] = [];
  const at: Path = ['profiles', name];
  const note = (place: Path, stands: Path): void => void origins.push({ place, stands });
  const kept = keepOnly(description, profile, note);
  const organisations = kept.organisations.map((it, index) =>
    withPeers(it, profile, { note, place: ['organisations', index], at }),
  );
  const orderers = [...kept.orderers, ...(profile.orderers ?? [])];
  profile.orderers?.forEach((_, index) => {
    note(['orderers', kept.orderers.length + index], [...at, 'orderers', index]);
  });
  const everybody = orderers.map(({ msp }) => msp);
  const channels = kept.channels.map((channel, index): Channel => {
    const change = changeOf(profile, channel);
    Object.keys(change).forEach((part) => {
      note(['channels', index, part], [...at, 'channels', channel.name, part]);
    });
    const members = membersOf(channel, { profile, description });
    const { collections, moved } = collectionsOf(channel, { profile, organisations });
    const from = description.channels.indexOf(channel);
    [...members.moved, ...moved].forEach(({ place, stands }) => {
      note(['channels', index, ...place], ['channels', from, ...stands]);
    });
    return {
      ...channel,
      members: members.members,
      collections,
      endorsement: change.endorsement ?? channel.endorsement,
      lifecycle: change.lifecycle ?? channel.lifecycle,
      consensus: change.consensus ?? channel.consensus,
      consenters: change.consenters ?? channel.consenters ?? everybody,
    };
  });
  const { chaincodes } = description;
  const topology = { profile: name, organisations, orderers, channels, chaincodes };
  return { topology, origin: (path) => originOf(origins, path) };
}

/** Read as the profile's own: a channel may be named as something that every object has. */
const changeOf = ({ channels = {} }: Profile, { name }: Pick<Channel, 'name'>) =>
  (Object.hasOwn(channels, name) ? channels[name] : undefined) ?? {};

type Origin = { readonly place: Path; readonly stands: Path };
type Note = (place: Path, stands: Path) => void;

/** The organisations, orderers and channels that the profile leaves. */
function keepOnly(description: Description, { only }: Profile, note: Note) {
  const keep = <T>(part: string, items: readonly T[], wanted: (item: T) => boolean): T[] => {
    const kept = items.flatMap((item, index) => (wanted(item) ? [{ item, index }] : []));
    kept.forEach(({ index }, now) => {
      note([part, now], [part, index]);
    });
    return kept.map(({ item }) => item);
  };
  const among = (names: readonly string[] | undefined, name: string): boolean =>
    names === undefined || names.includes(name);
  return {
    organisations: keep('organisations', description.organisations, ({ msp }) =>
      among(only?.organisations, msp),
    ),
    orderers: keep('orderers', description.orderers, ({ msp }) => among(only?.orderers, msp)),
    channels: keep('channels', description.channels, ({ name }) => among(only?.channels, name)),
  };
}

function withPeers(
  organisation: Organisation,
  profile: Profile,
  { note, place, at }: { readonly note: Note; readonly place: Path; readonly at: Path },
): Organisation {
  const peers = profile.peers?.[organisation.msp];
  if (peers === undefined) return organisation;
  note([...place, 'peers'], [...at, 'peers', organisation.msp]);
  return { ...organisation, peers };
}

type Member = Channel['members'][number];

/** The channel's members that the profile leaves. Who has a peer only by the profile needs the sponsor no more. */
function membersOf(
  { members }: Pick<Channel, 'members'>,
  { profile, description }: { readonly profile: Profile; readonly description: Description },
): { readonly members: Member[]; readonly moved: readonly Origin[] } {
  const kept = profile.only?.organisations;
  const hasOwnPeer = (msp: string): boolean =>
    description.organisations.some((it) => it.msp === msp && it.peers.length > 0);
  const left = members.flatMap((member, from) => {
    const { msp } = member;
    if (kept?.includes(msp) === false) return [];
    const risen = profile.peers?.[msp] !== undefined && !hasOwnPeer(msp);
    return [{ member: risen ? { msp } : member, from }];
  });
  return {
    members: left.map(({ member }) => member),
    moved: left.map(({ from }, now) => ({ place: ['members', now], stands: ['members', from] })),
  };
}

/** The channel's collections that the profile leaves. */
const collectionsOf = (
  { collections = {} }: Pick<Channel, 'collections'>,
  { profile, organisations }: Pick<Topology, 'organisations'> & { readonly profile: Profile },
) =>
  keepCollections(collections, {
    isKept: (msp) => profile.only?.organisations?.includes(msp) ?? true,
    hasPeer: (msp) => organisations.some((it) => it.msp === msp && it.peers.length > 0),
  });

/** The longest noted beginning of a path decides where the path stands. */
function originOf(origins: readonly Origin[], path: Path): Path {
  const [best] = origins
    .filter(({ place }) => place.every((part, index) => path[index] === part))
    .sort((a, b) => b.place.length - a.place.length);
  return best === undefined ? path : [...best.stands, ...path.slice(best.place.length)];
}
