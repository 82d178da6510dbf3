import { buildBlock } from './block.js';
import { bftQuorum } from './block-signature.js';
import {
  ChannelHeader,
  Block,
  Envelope,
  Payload,
  SignatureHeader,
  headerType,
} from './messages/common.js';
import {
  AnchorPeers,
  BatchSize,
  BatchTimeout,
  BlockDataHashingStructure,
  Capabilities,
  ChannelRestrictions,
  ConfigEnvelope,
  ConsensusType,
  HashingAlgorithm,
  OrdererAddresses,
  Orderers,
  SmartBftOptions,
} from './messages/configuration.js';
import { group, mspValue } from './config-group.js';
import type { Group, MspSpec } from './config-group.js';
import { exactly, implicitMeta, roleOf, signaturePolicy } from './policy-build.js';
import type { PolicyValue, PrincipalValue } from './policy-build.js';
import { sha256 } from './crypto.js';
import { encode } from './wire.js';

/** An organisation that takes part, and where its peers listen for those of the others: without one on each side, the peers of
 *  two organisations never meet, and no peer can say who is to endorse. */
export interface MemberSpec extends MspSpec {
  readonly anchorPeers?: readonly { readonly host: string; readonly port: number }[];
}
/** An organisation that orders: where its orderer listens, and its consenter's certificates, PEM. */
export interface OrdererSpec extends MspSpec {
  readonly consenter: {
    readonly id: number;
    readonly host: string;
    readonly port: number;
    readonly certificate: string;
    readonly tlsCertificate: string;
  };
}
/** n of the named organisations' peers must sign. */
export interface EndorsementRule {
  readonly n: number;
  readonly mspIds: readonly string[];
}
export interface ChannelSpec {
  readonly channelId: string;
  readonly members: readonly MemberSpec[];
  readonly orderers: readonly OrdererSpec[];
  readonly endorsement: EndorsementRule;
  readonly lifecycleEndorsement: EndorsementRule;
}
/** What the block takes from outside: the moment and 24 random bytes. */
export interface GenesisAmbient {
  readonly time: { readonly seconds: bigint; readonly nanos: number };
  readonly nonce: Uint8Array;
}

const MEBIBYTE = 1024 * 1024;

/** Block 0 of a channel ordered by SmartBFT: capabilities V3_0, V2_0 and V2_5, unsigned, as `configtxgen` would write it. */
export function buildGenesisBlock(spec: ChannelSpec, { time, nonce }: GenesisAmbient): Buffer {
  const channelHeader = encode(ChannelHeader, {
    type: headerType.config,
    version: 1,
    timestamp: time,
    channelId: spec.channelId,
    txId: sha256(nonce).toString('hex'),
  });
  const header = { channelHeader, signatureHeader: encode(SignatureHeader, { nonce }) };
  const data = encode(ConfigEnvelope, { config: { channelGroup: channelGroup(spec) } });
  const entry = encode(Envelope, { payload: encode(Payload, { header, data }) });
  const block = buildBlock(
    {
      number: 0n,
      previousHash: new Uint8Array(0),
      entries: [entry],
      lastConfig: 0n,
      consenterMetadata: new Uint8Array(0),
    },
    [],
  );
  return encode(Block, block);
}

function channelGroup(spec: ChannelSpec): Group {
  return group({
    groups: { Application: applicationGroup(spec), Orderer: ordererGroup(spec) },
    values: {
      HashingAlgorithm: encode(HashingAlgorithm, { name: 'SHA256' }),
      BlockDataHashingStructure: encode(BlockDataHashingStructure, { width: 0xffff_ffff }),
      Capabilities: capability('V3_0'),
    },
    policies: metaPolicies(),
  });
}

function applicationGroup(spec: ChannelSpec): Group {
  return group({
    groups: Object.fromEntries(spec.members.map((member) => [member.mspId, memberGroup(member)])),
    values: { Capabilities: capability('V2_5') },
    policies: {
      ...metaPolicies(),
      Endorsement: endorsementPolicy(spec.endorsement),
      LifecycleEndorsement: endorsementPolicy(spec.lifecycleEndorsement),
    },
  });
}

function memberGroup(member: MemberSpec): Group {
  const role = roleIn(member.mspId);
  const { anchorPeers = [] } = member;
  return group({
    values: {
      MSP: mspValue(member),
      ...(anchorPeers.length > 0 && { AnchorPeers: encode(AnchorPeers, { anchorPeers }) }),
    },
    policies: {
      Readers: anyOf(role('admin'), role('peer'), role('client')),
      Writers: anyOf(role('admin'), role('client')),
      Admins: anyOf(role('admin')),
      Endorsement: anyOf(role('peer')),
    },
  });
}

function ordererGroup({ orderers }: ChannelSpec): Group {
  const consenters = orderers.map(({ mspId, consenter }) => ({
    id: consenter.id,
    host: consenter.host,
    port: consenter.port,
    mspId,
    identity: Buffer.from(consenter.certificate),
    clientTlsCert: Buffer.from(consenter.tlsCertificate),
    serverTlsCert: Buffer.from(consenter.tlsCertificate),
  }));
  const signatories = consenters.map(({ mspId, identity }) => exactly(mspId, identity));
  return group({
    groups: Object.fromEntries(orderers.map((one) => [one.mspId, ordererOrganisationGroup(one)])),
    values: {
      ConsensusType: encode(ConsensusType, { type: 'BFT', metadata: smartBftOptions() }),
      BatchSize: encode(BatchSize, {
        maxMessageCount: 500,
        absoluteMaxBytes: 10 * MEBIBYTE,
        preferredMaxBytes: 2 * MEBIBYTE,
      }),
      BatchTimeout: encode(BatchTimeout, { timeout: '2s' }),
      ChannelRestrictions: encode(ChannelRestrictions, {}),
      Capabilities: capability('V2_0'),
      Orderers: encode(Orderers, { consenterMapping: consenters }),
    },
    policies: {
      ...metaPolicies(),
      BlockValidation: signaturePolicy(bftQuorum(consenters.length), signatories),
    },
  });
}

function ordererOrganisationGroup(orderer: OrdererSpec): Group {
  const role = roleIn(orderer.mspId);
  const { host, port } = orderer.consenter;
  return group({
    values: {
      MSP: mspValue(orderer),
      Endpoints: encode(OrdererAddresses, { addresses: [`${host}:${port}`] }),
    },
    policies: {
      Readers: anyOf(role('orderer'), role('admin')),
      Writers: anyOf(role('orderer'), role('admin')),
      Admins: anyOf(role('admin')),
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

const roleIn =
  (mspId: string) =>
  (role: Parameters<typeof roleOf>[1]): PrincipalValue =>
    roleOf(mspId, role);

const anyOf = (...principals: readonly PrincipalValue[]): PolicyValue =>
  signaturePolicy(1, principals);

const endorsementPolicy = ({ n, mspIds }: EndorsementRule): PolicyValue =>
  signaturePolicy(
    n,
    mspIds.map((mspId) => roleOf(mspId, 'peer')),
  );

const metaPolicies = (): Record<string, PolicyValue> => ({
  Readers: implicitMeta('any', 'Readers'),
  Writers: implicitMeta('any', 'Writers'),
  Admins: implicitMeta('majority', 'Admins'),
});

const capability = (name: string): Buffer =>
  encode(Capabilities, { capabilities: [{ key: name, value: {} }] });
