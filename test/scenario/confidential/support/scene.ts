import { implicitCollection } from '@argosy/domain/shared/record-text';
import { validationCode } from '@argosy/protocol/validation-code';
import { someTerms } from '../../../../chaincode/contracts/test-support/confidential-terms.js';
import type { SomeTerms } from '../../../../chaincode/contracts/test-support/confidential-terms.js';
import { staff } from '../../documents/support/people.js';
import type { Person } from '../../documents/support/people.js';
import { readTerms, recordTerms } from './calling.js';
import type { Called, Recording } from './calling.js';
import { channelsOf, personOf, placementsOf } from './placements.js';
import type { Placement } from './placements.js';
import type { RecordedNetwork } from './recorded-network.js';

/** A call that is not to succeed, with terms that it alone carries, and whose peer therefore is the only one to see them. */
export interface Refused extends Recording {
  readonly name: string;
  readonly peer: string;
  readonly says: string;
}

/** What was done on the network, and what came of it. */
export interface Scene {
  readonly placements: readonly Placement[];
  readonly recorded: readonly Called[];
  /** Per organisation with a peer, what its peer and chaincode had told each other when all was recorded and nothing read. */
  readonly heardBeforeReading: ReadonlyMap<string, Buffer>;
  /** What each member of each collection was answered when it asked for its terms. */
  readonly read: readonly {
    readonly placement: Placement;
    readonly by: Person;
    readonly called: Called;
  }[];
  /** What everybody else was. */
  readonly pried: readonly {
    readonly placement: Placement;
    readonly by: Person;
    readonly called: Called;
  }[];
  readonly refused: readonly { readonly wanted: Refused; readonly called: Called }[];
  /** What a client had shown to organisations outside the collection, by naming them as endorsers. */
  readonly shown: readonly { readonly shown: Shown; readonly called: Called }[];
}

/** A recording that names its endorsers, and how it ends. */
export interface Shown extends Placement {
  readonly code: number;
  readonly endorsingOrganizations: readonly string[];
}

/** Has every kind of terms recorded and read by whoever may, and tried by whoever may not. */
export async function playScene(net: RecordedNetwork): Promise<Scene> {
  const { clients, network, chaincode } = net;
  const placements = placementsOf(network.topology);
  const recorded: Called[] = [];
  for (const placement of placements) recorded.push(await recordTerms(clients, placement));
  const peers = network.engine.peers.map(({ msp }) => msp);
  const heardBeforeReading = new Map(peers.map((msp) => [msp, chaincode.messagesOf(msp)]));
  const ask = (placement: Placement) => async (msp: string) => {
    const by = personOf(msp);
    return { placement, by, called: await readTerms(clients, { ...placement, by }) };
  };
  const read = [];
  for (const placement of placements)
    read.push(...(await Promise.all(placement.members.map(ask(placement)))));
  const pried = [];
  for (const placement of oneOfEach(placements)) {
    const others = strangersTo(placement, network.topology);
    pried.push(...(await Promise.all(others.map(ask(placement)))));
  }
  const refused = [];
  for (const wanted of [...wrongCalls(), ...intrusions(placements, network.topology)])
    refused.push({ wanted, called: await recordTerms(clients, wanted) });
  const shown = [];
  for (const one of showings(placements))
    shown.push({ shown: one, called: await recordTerms(clients, one) });
  return { placements, recorded, heardBeforeReading, read, pried, refused, shown };
}

/** Fabric sends a proposal wherever the client wants it to go, and asks of its own accord those alone who keep the collection. */
function showings(placements: readonly Placement[]): readonly Shown[] {
  const base = placements.find(({ collection }) => collection === 'bankTerms');
  if (base === undefined) throw new Error('There is no collection of the banks');
  const to = (code: number, ...endorsingOrganizations: readonly string[]): Shown => {
    const name = `shown to ${endorsingOrganizations.join(' and ')}`;
    const terms = someTerms('paymentConditions');
    return { ...base, name, terms, code, endorsingOrganizations };
  };
  return [
    to(validationCode.ENDORSEMENT_POLICY_FAILURE, 'CarrierMSP'),
    to(validationCode.VALID, 'ImportBankMSP', 'CarrierMSP'),
  ];
}

/** The registers of the test hold the auditor as suspended, or not at all. */
const isActive = ({ msp }: Person): boolean => msp !== staff.amara.msp;

/** One of those that differ only in what they are about and by whom they are. */
const oneOfEach = (placements: readonly Placement[]): readonly Placement[] => [
  ...new Map(placements.map((it) => [`${it.channel} ${it.collection}`, it])).values(),
];

type Topology = RecordedNetwork['network']['topology'];

/** Who is on the channel and does not belong to the collection. */
function strangersTo(
  { channel, members }: Pick<Placement, 'channel' | 'members'>,
  topology: Topology,
): readonly string[] {
  const { members: all = [] } = channelsOf(topology).find(({ name }) => name === channel) ?? {};
  return all.map(({ msp }) => msp).filter((msp) => !members.includes(msp));
}

/** Into each collection by each member of the channel that does not belong to it. */
function intrusions(placements: readonly Placement[], topology: Topology): Refused[] {
  return oneOfEach(placements).flatMap(({ channel, collection, members, name }) => {
    const keeperOf = channelsOf(topology).find((it) => it.name === channel)?.keeperOf;
    return strangersTo({ channel, members }, topology)
      .map(personOf)
      .filter(isActive)
      .map((by) => ({
        name: `refused to ${by.msp}: ${name}`,
        by,
        channel,
        collection,
        terms: someTerms('paymentConditions'),
        peer: keeperOf?.(by.msp) ?? by.msp,
        says: outsideDeals.includes(by.msp)
          ? 'ACCESS_ROLE_WRONG'
          : 'tx creator does not have write access permission',
      }));
  });
}

/** Whose people share no confidential terms with anybody: the contract has no role of theirs record any. */
const outsideDeals: readonly string[] = ['CarrierMSP', 'DepartingPortMSP', 'ArrivalPortMSP'];

/** By a member, but not as they have to be. */
function wrongCalls(): Refused[] {
  const base = { by: staff.henrik, channel: 'trade', collection: 'bankTerms' } as const;
  const wrong = (
    what: string,
    says: string,
    change: (terms: SomeTerms) => Partial<Recording>,
  ): Refused => {
    const terms = someTerms('prices');
    return { ...base, name: what, terms, peer: staff.henrik.msp, says, ...change(terms) };
  };
  const changed = (terms: SomeTerms, change: object): string =>
    JSON.stringify({ ...(JSON.parse(terms.text) as object), ...change });
  return [
    wrong('with another hash', 'CONFIDENTIAL_MISMATCH', () => ({ hash: 'a1'.repeat(32) })),
    wrong('cut off', 'INPUT_MALFORMED', ({ text }) => ({ sent: text.slice(0, -1) })),
    wrong('with a member too many', 'INPUT_INVALID', (terms) => ({
      sent: changed(terms, { [Object.values(terms.canaries)[0] ?? '']: 1 }),
    })),
    wrong('of another kind', 'INPUT_INVALID', (terms) => ({
      sent: changed(terms, { about: Object.values(terms.canaries)[0] }),
    })),
    wrong('in a collection that is none', 'could not be found', () => ({
      collection: 'otherTerms',
    })),
    wrong('in the collection that Fabric gives the caller', 'INPUT_INVALID', () => ({
      collection: implicitCollection(staff.henrik.msp),
    })),
  ];
}
