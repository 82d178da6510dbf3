/** fabric-protos `common/configtx.proto`, `common/configuration.proto`, `peer/configuration.proto`, `orderer/configuration.proto`, `orderer/etcdraft/configuration.proto`, `orderer/smartbft/configuration.proto`. */
import { Envelope } from './common.js';
import { Policy } from './policies.js';
import {
  BytesEntry,
  bool,
  bytes,
  entryOf,
  int32,
  message,
  string,
  stringList,
  sub,
  subs,
  uint32,
  uint64,
} from '../wire/schema.js';
import type { MessageType, Unknown } from '../wire/schema.js';

export const ConfigValue = message('common.ConfigValue', {
  version: uint64(1),
  value: bytes(2),
  modPolicy: string(3),
});
export const ConfigPolicy = message('common.ConfigPolicy', {
  version: uint64(1),
  policy: sub(2, () => Policy),
  modPolicy: string(3),
});
type ValueOf<M> = M extends MessageType<infer T> ? T : never;
type Entry<T> = { key: string; value: T | undefined } & Unknown;
/** A node of the configuration tree. */
export interface ConfigGroupNode extends Unknown {
  version: bigint;
  groups: Entry<ConfigGroupNode>[];
  values: Entry<ValueOf<typeof ConfigValue>>[];
  policies: Entry<ValueOf<typeof ConfigPolicy>>[];
  modPolicy: string;
}
export const ConfigGroup: MessageType<ConfigGroupNode> = message('common.ConfigGroup', {
  version: uint64(1),
  groups: subs<Entry<ConfigGroupNode>>(2, () => GroupEntry),
  values: subs(3, () => ValueEntry),
  policies: subs(4, () => PolicyEntry),
  modPolicy: string(5),
});
const GroupEntry: MessageType<Entry<ConfigGroupNode>> = entryOf(() => ConfigGroup);
const ValueEntry = entryOf(() => ConfigValue);
const PolicyEntry = entryOf(() => ConfigPolicy);

export const Config = message('common.Config', {
  sequence: uint64(1),
  channelGroup: sub(2, () => ConfigGroup),
});
export const ConfigEnvelope = message('common.ConfigEnvelope', {
  config: sub(1, () => Config),
  lastUpdate: sub(2, () => Envelope),
});

export const ConfigSignature = message('common.ConfigSignature', {
  signatureHeader: bytes(1),
  signature: bytes(2),
});
export const ConfigUpdateEnvelope = message('common.ConfigUpdateEnvelope', {
  configUpdate: bytes(1),
  signatures: subs(2, () => ConfigSignature),
});
export const ConfigUpdate = message('common.ConfigUpdate', {
  channelId: string(1),
  readSet: sub(2, () => ConfigGroup),
  writeSet: sub(3, () => ConfigGroup),
  isolatedData: subs(5, () => BytesEntry),
});

export const HashingAlgorithm = message('common.HashingAlgorithm', { name: string(1) });
export const BlockDataHashingStructure = message('common.BlockDataHashingStructure', {
  width: uint32(1),
});
export const OrdererAddresses = message('common.OrdererAddresses', { addresses: stringList(1) });
export const Consortium = message('common.Consortium', { name: string(1) });
export const Capability = message('common.Capability', {});
export const Capabilities = message('common.Capabilities', {
  capabilities: subs(1, () => CapabilityEntry),
});
const CapabilityEntry = entryOf(() => Capability);
export const Consenter = message('common.Consenter', {
  id: uint32(1),
  host: string(2),
  port: uint32(3),
  mspId: string(4),
  identity: bytes(5),
  clientTlsCert: bytes(6),
  serverTlsCert: bytes(7),
});
export const Orderers = message('common.Orderers', { consenterMapping: subs(1, () => Consenter) });

export const AnchorPeer = message('protos.AnchorPeer', { host: string(1), port: int32(2) });
export const AnchorPeers = message('protos.AnchorPeers', {
  anchorPeers: subs(1, () => AnchorPeer),
});

export const APIResource = message('protos.APIResource', { policyRef: string(1) });
export const ACLs = message('protos.ACLs', { acls: subs(1, () => ACLEntry) });
const ACLEntry = entryOf(() => APIResource);

export const ConsensusType = message('orderer.ConsensusType', {
  type: string(1),
  metadata: bytes(2),
  state: int32(3),
});
export const BatchSize = message('orderer.BatchSize', {
  maxMessageCount: uint32(1),
  absoluteMaxBytes: uint32(2),
  preferredMaxBytes: uint32(3),
});
export const BatchTimeout = message('orderer.BatchTimeout', { timeout: string(1) });
export const ChannelRestrictions = message('orderer.ChannelRestrictions', { maxCount: uint64(1) });
export const KafkaBrokers = message('orderer.KafkaBrokers', { brokers: stringList(1) });
/** `etcdraft.Consenter`; a channel's own `Consenter` is another message. */
export const RaftConsenter = message('etcdraft.Consenter', {
  host: string(1),
  port: uint32(2),
  clientTlsCert: bytes(3),
  serverTlsCert: bytes(4),
});
export const RaftOptions = message('etcdraft.Options', {
  tickInterval: string(1),
  electionTick: uint32(2),
  heartbeatTick: uint32(3),
  maxInflightBlocks: uint32(4),
  snapshotIntervalSize: uint32(5),
});
/** `etcdraft.ConfigMetadata`, the consensus metadata of a channel ordered by Raft. */
export const ConfigMetadata = message('etcdraft.ConfigMetadata', {
  consenters: subs(1, () => RaftConsenter),
  options: sub(2, () => RaftOptions),
});
export const SmartBftOptions = message('smartbft.Options', {
  requestBatchMaxCount: uint64(1),
  requestBatchMaxBytes: uint64(2),
  requestBatchMaxInterval: string(3),
  incomingMessageBufferSize: uint64(4),
  requestPoolSize: uint64(5),
  requestForwardTimeout: string(6),
  requestComplainTimeout: string(7),
  requestAutoRemoveTimeout: string(8),
  requestMaxBytes: uint64(9),
  viewChangeResendInterval: string(10),
  viewChangeTimeout: string(11),
  leaderHeartbeatTimeout: string(12),
  leaderHeartbeatCount: uint64(13),
  collectTimeout: string(14),
  syncOnStart: bool(15),
  speedUpViewChange: bool(16),
  leaderRotation: int32(17),
  decisionsPerLeader: uint64(18),
});
/** SmartBFT's `ViewMetadata`, the consenter metadata of a block. */
export const ViewMetadata = message('smartbftprotos.ViewMetadata', {
  viewId: uint64(1),
  latestSequence: uint64(2),
  decisionsInView: uint64(3),
});
