import type { ConsenterIdentity } from '../block-signature.js';
import { ConfigMetadata } from '../messages/configuration.js';
import type { RaftConsenter } from '../messages/configuration.js';
import { decode } from '../wire.js';
import type { Decoded } from '../wire.js';
import { elementName } from './elements.js';
import { mspIdOf } from './members.js';
import { batchTimeoutNanoseconds, capabilitiesOf } from './section-rules.js';
import type { ChannelSections, OrdererSection, OrganisationSection } from './sections.js';

/** An organisation as a configuration group names it: the group's name and its MSP id may differ. */
export interface ConfiguredOrganisation {
  readonly group: string;
  readonly mspId: string;
}

/** Where an orderer listens, and whose it is. */
export interface OrdererEndpoint {
  readonly address: string;
  readonly mspId: string;
}

/** What a configuration settles, as its users ask for it. */
export interface ChannelSettings {
  readonly channelCapabilities: readonly string[];
  readonly ordererCapabilities: readonly string[];
  readonly applicationCapabilities: readonly string[];
  readonly applicationOrganisations: readonly ConfiguredOrganisation[];
  readonly ordererOrganisations: readonly ConfiguredOrganisation[];
  /** `BFT` or `etcdraft`. */
  readonly consensusType: string;
  /** The consenters that sign blocks by number. */
  readonly consenters: readonly ConsenterIdentity[];
  /** The consenters of a channel ordered by Raft. */
  readonly raftConsenters: readonly Decoded<typeof RaftConsenter>[];
  readonly batchSize: {
    readonly maxMessageCount: number;
    readonly absoluteMaxBytes: number;
    readonly preferredMaxBytes: number;
  };
  readonly batchTimeoutMs: number;
  readonly ordererEndpoints: readonly OrdererEndpoint[];
  /** For each resource that the configuration mentions, the absolute name of the policy that guards it. */
  readonly acls: ReadonlyMap<string, string>;
}

const NANOSECONDS_PER_MILLISECOND = 1e6;

export function readSettings(channel: ChannelSections): ChannelSettings {
  const { application, orderer } = channel;
  const { ConsensusType: consensus, BatchSize: batchSize, Orderers: orderers } = orderer.values;
  return {
    channelCapabilities: capabilitiesOf(channel),
    ordererCapabilities: capabilitiesOf(orderer),
    applicationCapabilities: capabilitiesOf(application),
    applicationOrganisations: application.organisations.map(configured),
    ordererOrganisations: orderer.organisations.map(configured),
    consensusType: consensus?.type ?? '',
    consenters: orderers?.consenterMapping ?? [],
    raftConsenters: readRaftConsenters(orderer),
    batchSize: batchSize ?? { maxMessageCount: 0, absoluteMaxBytes: 0, preferredMaxBytes: 0 },
    batchTimeoutMs: Number(batchTimeoutNanoseconds(orderer.values)) / NANOSECONDS_PER_MILLISECOND,
    ordererEndpoints: readEndpoints(channel),
    acls: readAcls(channel),
  };
}

const configured = (organisation: OrganisationSection): ConfiguredOrganisation => ({
  group: organisation.name,
  mspId: mspIdIn(organisation),
});

function mspIdIn({ path, values }: OrganisationSection): string {
  return values.MSP === undefined ? '' : mspIdOf(values.MSP, elementName('value', `${path}/MSP`));
}

/** What the ordering nodes make of their metadata is not for others to refuse: one that cannot be read names nobody. */
function readRaftConsenters({ values }: OrdererSection): Decoded<typeof RaftConsenter>[] {
  if (values.ConsensusType?.type !== 'etcdraft') return [];
  try {
    return decode(ConfigMetadata, values.ConsensusType.metadata).consenters;
  } catch {
    return [];
  }
}

function readEndpoints({ values, orderer }: ChannelSections): OrdererEndpoint[] {
  const own = orderer.organisations.flatMap((organisation) =>
    (organisation.values.Endpoints?.addresses ?? []).map((address) => ({
      address,
      mspId: mspIdIn(organisation),
    })),
  );
  const shared = values.OrdererAddresses?.addresses ?? [];
  return own.length > 0 ? own : shared.map((address) => ({ address, mspId: '' }));
}

function readAcls({ application }: ChannelSections): ReadonlyMap<string, string> {
  const { path, values } = application;
  const named = (values.ACLs?.acls ?? []).map(
    ({ key, value }) => [key, value?.policyRef ?? ''] as const,
  );
  return new Map(
    [...new Map(named)]
      .filter(([, policy]) => policy !== '')
      .map(([key, policy]) => [key, policy.startsWith('/') ? policy : `${path}/${policy}`]),
  );
}
