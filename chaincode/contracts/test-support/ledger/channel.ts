/** So many of these organisations' peers must sign. */
export interface NOutOf {
  readonly outOf: number;
  readonly of: readonly string[];
}

/** An organisation of a channel: it has a peer, or acts through the peer of its sponsor. */
export interface Organisation {
  readonly msp: string;
  readonly sponsor?: string;
}

export interface Collection {
  readonly name: string;
  readonly members: readonly string[];
  readonly memberOnlyRead?: boolean;
  readonly memberOnlyWrite?: boolean;
  /** Without it, the chaincode's policy holds for what is written into the collection. */
  readonly endorsement?: NOutOf;
}

/** What a peer knows of a channel and of the one chaincode on it. */
export interface Channel {
  readonly name: string;
  readonly chaincode: string;
  readonly organisations: readonly Organisation[];
  readonly endorsement: NOutOf;
  readonly collections?: readonly Collection[];
}

const implicitPrefix = '_implicit_org_';

/** The collection that an organisation has without any definition. */
export function implicitCollection(msp: string): string {
  return `${implicitPrefix}${msp}`;
}

/** Whether a name has the form of an organisation's own collection, be that organisation here or not. */
export function isImplicit(collection: string): boolean {
  return collection.startsWith(implicitPrefix);
}

/** A collection that is defined, or that an organisation of the channel has without definition. */
export function findCollection(channel: Channel, name: string): Collection | undefined {
  if (!isImplicit(name)) return channel.collections?.find((it) => it.name === name);
  const owner = name.slice(implicitPrefix.length);
  if (!channel.organisations.some(({ msp }) => msp === owner)) return undefined;
  return { name, members: [owner], endorsement: { outOf: 1, of: [owner] } };
}

/** The organisations that have a peer, and so can execute and sign. */
export function organisationsWithPeers({ organisations }: Channel): readonly string[] {
  return organisations.filter(({ sponsor }) => sponsor === undefined).map(({ msp }) => msp);
}

/** At whose peer a caller's proposal is executed: its own, its sponsor's, or for strangers the first. */
export function homeOf(channel: Channel, caller: string): string {
  const organisation = channel.organisations.find(({ msp }) => msp === caller);
  const first = organisationsWithPeers(channel)[0];
  if (first === undefined)
    throw new Error(`Channel ${channel.name} has no organisation with a peer`);
  return organisation === undefined ? first : (organisation.sponsor ?? organisation.msp);
}
