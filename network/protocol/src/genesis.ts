import { buildBlock } from './block.js';
import { group } from './config-group.js';
import type { Group } from './config-group.js';
import { ConfigRefused } from './configuration/refused.js';
import { sha256 } from './crypto.js';
import { applicationGroup } from './genesis/application.js';
import { ordererGroup } from './genesis/orderer.js';
import { capability, metaPolicies } from './genesis/policies.js';
import type { ChannelSpec, GenesisAmbient } from './genesis/spec.js';
import {
  Block,
  ChannelHeader,
  Envelope,
  Payload,
  SignatureHeader,
  headerType,
} from './messages/common.js';
import {
  BlockDataHashingStructure,
  ConfigEnvelope,
  HashingAlgorithm,
} from './messages/configuration.js';
import { encode } from './wire.js';

export type {
  ChannelSpec,
  ConsenterSpec,
  EndorsementRule,
  GenesisAmbient,
  MemberSpec,
  OrdererSpec,
} from './genesis/spec.js';

/** Block 0 of a channel, unsigned, as `configtxgen` would write it. Refuses SmartBFT below channel capability V3_0. */
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

/** The configuration with which a channel begins. */
export function channelGroup(spec: ChannelSpec): Group {
  const { consensus = 'BFT', capabilities = {}, policies = {} } = spec;
  const { channel = 'V3_0' } = capabilities;
  if (consensus === 'BFT' && channel !== 'V3_0')
    throw new ConfigRefused(
      `channel ${spec.channelId}: SmartBFT needs channel capability V3_0, not ${channel}; raise it or order by etcdraft`,
    );
  return group({
    groups: { Application: applicationGroup(spec), Orderer: ordererGroup(spec) },
    values: {
      HashingAlgorithm: encode(HashingAlgorithm, { name: 'SHA256' }),
      BlockDataHashingStructure: encode(BlockDataHashingStructure, { width: 0xffff_ffff }),
      Capabilities: capability(channel),
    },
    policies: { ...metaPolicies(), ...policies.channel },
  });
}
