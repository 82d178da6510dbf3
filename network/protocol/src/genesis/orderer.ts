import { group, mspValue } from '../config-group.js';
import type { Group } from '../config-group.js';
import { quorumPolicy } from '../configuration/quorum-policy.js';
import {
  BatchSize,
  BatchTimeout,
  ChannelRestrictions,
  ConfigMetadata,
  ConsensusType,
  OrdererAddresses,
  Orderers,
  SmartBftOptions,
} from '../messages/configuration.js';
import { implicitMeta } from '../policy-build.js';
import { encode } from '../wire.js';
import { anyOf, capability, metaPolicies, roleIn } from './policies.js';
import type { BatchSpec, ChannelSpec, OrdererSpec } from './spec.js';

const MEBIBYTE = 1024 * 1024;

const BATCH: BatchSpec = {
  maxMessageCount: 500,
  absoluteMaxBytes: 10 * MEBIBYTE,
  preferredMaxBytes: 2 * MEBIBYTE,
  timeout: '2s',
};

/** `/Channel/Orderer`: the organisations that order, how they agree, and how blocks are cut and signed. */
export function ordererGroup(spec: ChannelSpec): Group {
  const { orderers, consensus = 'BFT', batch, capabilities = {}, policies = {} } = spec;
  const { timeout, ...size } = { ...BATCH, ...batch };
  const own = consensus === 'BFT' ? bftParts(orderers) : raftParts(orderers);
  return group({
    groups: Object.fromEntries(
      orderers.map((one) => [one.group ?? one.mspId, ordererOrganisationGroup(one)]),
    ),
    values: {
      BatchSize: encode(BatchSize, size),
      BatchTimeout: encode(BatchTimeout, { timeout }),
      ChannelRestrictions: encode(ChannelRestrictions, {}),
      Capabilities: capability(capabilities.orderer ?? 'V2_0'),
      ...own.values,
    },
    policies: { ...metaPolicies(), ...own.policies, ...policies.orderer },
  });
}

type Parts = Pick<Parameters<typeof group>[0], 'values' | 'policies'>;

/** A quorum of the consenters signs a block, each by its number, in the order of the numbers. */
function bftParts(orderers: readonly OrdererSpec[]): Parts {
  const consenterMapping = consentersOf(orderers).map(({ mspId, consenter }) => ({
    id: consenter.id,
    host: consenter.host,
    port: consenter.port,
    mspId,
    identity: Buffer.from(consenter.certificate),
    clientTlsCert: Buffer.from(consenter.tlsCertificate),
    serverTlsCert: Buffer.from(consenter.tlsCertificate),
  }));
  return {
    values: {
      ConsensusType: encode(ConsensusType, { type: 'BFT', metadata: smartBftOptions() }),
      Orderers: encode(Orderers, { consenterMapping }),
    },
    policies: { BlockValidation: quorumPolicy(consenterMapping) },
  };
}

/** The leader signs a block, as anybody who may write for an organisation that orders. */
function raftParts(orderers: readonly OrdererSpec[]): Parts {
  const consenters = consentersOf(orderers).map(({ consenter }) => ({
    host: consenter.host,
    port: consenter.port,
    clientTlsCert: Buffer.from(consenter.tlsCertificate),
    serverTlsCert: Buffer.from(consenter.tlsCertificate),
  }));
  const metadata = encode(ConfigMetadata, {
    consenters,
    options: {
      tickInterval: '500ms',
      electionTick: 10,
      heartbeatTick: 1,
      maxInflightBlocks: 5,
      snapshotIntervalSize: 16 * MEBIBYTE,
    },
  });
  return {
    values: { ConsensusType: encode(ConsensusType, { type: 'etcdraft', metadata }) },
    policies: { BlockValidation: implicitMeta('any', 'Writers') },
  };
}

const consentersOf = (
  orderers: readonly OrdererSpec[],
): { mspId: string; consenter: OrdererSpec['consenters'][number] }[] =>
  orderers
    .flatMap(({ mspId, consenters }) => consenters.map((consenter) => ({ mspId, consenter })))
    .sort((a, b) => a.consenter.id - b.consenter.id);

/** The group of an organisation that orders. */
export function ordererOrganisationGroup(orderer: OrdererSpec): Group {
  const role = roleIn(orderer.mspId);
  const listening = orderer.consenters.map(({ host, port }) => `${host}:${port}`);
  return group({
    values: {
      MSP: mspValue(orderer),
      Endpoints: encode(OrdererAddresses, { addresses: orderer.addresses ?? listening }),
    },
    policies: {
      Readers: anyOf(role('orderer'), role('admin')),
      Writers: anyOf(role('orderer'), role('admin')),
      Admins: anyOf(role('admin')),
      ...orderer.policies,
    },
  });
}

/** SmartBFT's settings, as measured to work: quick enough for people, patient enough for a busy machine. */
function smartBftOptions(): Buffer {
  return encode(SmartBftOptions, {
    requestBatchMaxCount: 500n,
    requestBatchMaxBytes: BigInt(10 * MEBIBYTE),
    requestBatchMaxInterval: '50ms',
    incomingMessageBufferSize: 200n,
    requestPoolSize: 100_000n,
    requestForwardTimeout: '2s',
    requestComplainTimeout: '20s',
    requestAutoRemoveTimeout: '3m0s',
    requestMaxBytes: BigInt(10 * MEBIBYTE),
    viewChangeResendInterval: '2s',
    viewChangeTimeout: '10s',
    leaderHeartbeatTimeout: '3s',
    leaderHeartbeatCount: 10n,
    collectTimeout: '200ms',
    leaderRotation: 1,
  });
}
