import type { ConsenterIdentity } from './block-signature.js';
import { Block, ChannelHeader, Envelope, Payload, headerType } from './messages/common.js';
import {
  BatchSize,
  Capabilities,
  ConfigEnvelope,
  ConsensusType,
  OrdererAddresses,
  Orderers,
} from './messages/configuration.js';
import type { ConfigGroupNode } from './messages/configuration.js';
import { FabricMSPConfig, MSPConfig } from './messages/msp.js';
import { Msp } from './msp.js';
import { MspManager } from './msp-manager.js';
import { PolicyManager } from './policy.js';
import { SignatureChecks } from './signature-checks.js';
import { decode } from './wire.js';
import type { MessageType } from './wire.js';

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

/** A channel's configuration, read and ready to judge: Fabric's bundle. */
export class ChannelBundle {
  readonly channelId: string;
  readonly sequence: bigint;
  readonly msps: MspManager;
  readonly policies: PolicyManager;
  readonly consensusType: string;
  readonly consenters: readonly ConsenterIdentity[];
  readonly batchSize: {
    readonly maxMessageCount: number;
    readonly absoluteMaxBytes: number;
    readonly preferredMaxBytes: number;
  };
  readonly ordererEndpoints: readonly OrdererEndpoint[];
  readonly applicationOrganisations: readonly ConfiguredOrganisation[];
  readonly applicationCapabilities: readonly string[];

  private constructor(channelId: string, envelope: Uint8Array, checks: SignatureChecks) {
    const { config } = decode(ConfigEnvelope, envelope);
    if (config?.channelGroup === undefined)
      throw new Error(`channel ${channelId}: no configuration`);
    const root = config.channelGroup;
    const orderer = requireGroup(root, 'Orderer');
    const application = requireGroup(root, 'Application');
    this.channelId = channelId;
    this.sequence = config.sequence;
    this.msps = new MspManager(readMsps([orderer, application]).values());
    this.policies = new PolicyManager(root, this.msps, checks);
    this.consensusType = requireValue(orderer, 'ConsensusType', ConsensusType).type;
    this.consenters = readConsenters(orderer);
    this.batchSize = requireValue(orderer, 'BatchSize', BatchSize);
    this.ordererEndpoints = readOrdererEndpoints(orderer);
    this.applicationOrganisations = readOrganisations(application);
    this.applicationCapabilities = capabilities(application);
  }

  /** From a configuration block, such as the one a channel begins with. Throws when it is none or cannot be judged. */
  static fromBlock(block: Uint8Array, checks = new SignatureChecks()): ChannelBundle {
    const [entry] = decode(Block, block).data?.data ?? [];
    if (entry === undefined) throw new Error('the configuration block is empty');
    const payload = decode(Payload, decode(Envelope, entry).payload);
    const header = decode(ChannelHeader, payload.header?.channelHeader ?? new Uint8Array(0));
    if (header.type !== headerType.config) throw new Error('the block holds no configuration');
    return new ChannelBundle(header.channelId, payload.data, checks);
  }
}

function requireGroup(parent: ConfigGroupNode, name: string): ConfigGroupNode {
  const found = parent.groups.find(({ key }) => key === name)?.value;
  if (found === undefined) throw new Error(`the channel configuration has no group ${name}`);
  return found;
}

function optionalValue<T>(
  group: ConfigGroupNode,
  name: string,
  type: MessageType<T>,
): T | undefined {
  const value = group.values.find(({ key }) => key === name)?.value;
  return value === undefined ? undefined : decode(type, value.value);
}

function requireValue<T>(group: ConfigGroupNode, name: string, type: MessageType<T>): T {
  const value = optionalValue(group, name, type);
  if (value === undefined) throw new Error(`the channel configuration has no value ${name}`);
  return value;
}

function readMsps(sections: readonly ConfigGroupNode[]): Map<string, Msp> {
  const msps = new Map<string, Msp>();
  for (const { value } of sections.flatMap(({ groups }) => groups)) {
    if (value === undefined) continue;
    const msp = new Msp(decode(FabricMSPConfig, requireValue(value, 'MSP', MSPConfig).config));
    msps.set(msp.id, msp);
  }
  return msps;
}

function readOrganisations(application: ConfigGroupNode): ConfiguredOrganisation[] {
  return application.groups.flatMap(({ key, value }) => {
    if (value === undefined) return [];
    return [{ group: key, mspId: mspIdOf(value) }];
  });
}

function readOrdererEndpoints(orderer: ConfigGroupNode): OrdererEndpoint[] {
  return orderer.groups.flatMap(({ value }) => {
    if (value === undefined) return [];
    const addresses = optionalValue(value, 'Endpoints', OrdererAddresses)?.addresses ?? [];
    return addresses.map((address) => ({ address, mspId: mspIdOf(value) }));
  });
}

function mspIdOf(organisation: ConfigGroupNode): string {
  const { config } = requireValue(organisation, 'MSP', MSPConfig);
  return decode(FabricMSPConfig, config).name;
}

function readConsenters(orderer: ConfigGroupNode): ConsenterIdentity[] {
  return optionalValue(orderer, 'Orderers', Orderers)?.consenterMapping ?? [];
}

function capabilities(group: ConfigGroupNode): string[] {
  return (
    optionalValue(group, 'Capabilities', Capabilities)?.capabilities.map(({ key }) => key) ?? []
  );
}
