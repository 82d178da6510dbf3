import { sha256 } from '@argosy/protocol/crypto';
import * as collections from '@argosy/protocol/messages/collections';
import * as common from '@argosy/protocol/messages/common';
import * as configuration from '@argosy/protocol/messages/configuration';
import * as lifecycle from '@argosy/protocol/messages/lifecycle';
import * as msp from '@argosy/protocol/messages/msp';
import * as policies from '@argosy/protocol/messages/policies';
import * as proposal from '@argosy/protocol/messages/proposal';
import * as rwset from '@argosy/protocol/messages/rwset';
import { decode, encode } from '@argosy/protocol/wire';
import type { Table } from './message-tables.js';
import { recordedBlocks } from './recorded.js';
import type { RecordedName } from './recorded.js';

/** What a field of bytes holds, message by message; where it depends, everything that it may be. */
export const inside: Readonly<Record<string, readonly Table[]>> = {
  'common.BlockData.data': [common.Envelope],
  'common.BlockMetadata.metadata': [common.Metadata],
  'common.Metadata.value': [common.OrdererBlockMetadata, common.LastConfig],
  'common.MetadataSignature.signatureHeader': [common.SignatureHeader],
  'common.MetadataSignature.identifierHeader': [common.IdentifierHeader],
  'common.OrdererBlockMetadata.consenterMetadata': [configuration.ViewMetadata],
  'common.Envelope.payload': [common.Payload],
  'common.Payload.data': [proposal.Transaction, configuration.ConfigEnvelope],
  'common.Header.channelHeader': [common.ChannelHeader],
  'common.Header.signatureHeader': [common.SignatureHeader],
  'common.SignatureHeader.creator': [msp.SerializedIdentity],
  'common.ChannelHeader.extension': [proposal.ChaincodeHeaderExtension],
  'protos.TransactionAction.header': [common.SignatureHeader],
  'protos.TransactionAction.payload': [proposal.ChaincodeActionPayload],
  'protos.ChaincodeActionPayload.chaincodeProposalPayload': [proposal.ChaincodeProposalPayload],
  'protos.ChaincodeProposalPayload.input': [proposal.ChaincodeInvocationSpec],
  'protos.ChaincodeEndorsedAction.proposalResponsePayload': [proposal.ProposalResponsePayload],
  'protos.Endorsement.endorser': [msp.SerializedIdentity],
  'protos.ProposalResponsePayload.extension': [proposal.ChaincodeAction],
  'protos.ChaincodeAction.results': [rwset.TxReadWriteSet],
  'protos.ChaincodeAction.events': [proposal.ChaincodeEvent],
  'rwset.NsReadWriteSet.rwset': [rwset.KVRWSet],
  'rwset.CollectionHashedReadWriteSet.hashedRwset': [rwset.HashedRWSet],
  'kvrwset.KVWrite.value': [lifecycle.StateData, lifecycle.StateMetadata],
  'kvrwset.KVMetadataEntry.value': [policies.SignaturePolicyEnvelope],
  'lifecycle.StateData.bytes': [
    lifecycle.ChaincodeEndorsementInfo,
    lifecycle.ChaincodeValidationInfo,
    collections.CollectionConfigPackage,
  ],
  'lifecycle.ChaincodeValidationInfo.validationParameter': [policies.ApplicationPolicy],
  'common.MSPPrincipal.principal': [policies.MSPRole, msp.SerializedIdentity],
  'common.Policy.value': [policies.SignaturePolicyEnvelope, policies.ImplicitMetaPolicy],
  'common.ConfigValue.value': [
    configuration.Capabilities,
    configuration.ConsensusType,
    configuration.BatchSize,
    configuration.OrdererAddresses,
    msp.MSPConfig,
    ...[configuration.Orderers, configuration.AnchorPeers],
  ],
  'msp.MSPConfig.config': [msp.FabricMSPConfig],
};

/** Enough of a kind to begin from. */
const EACH = 120;

/** What leads to configurations is opened even where there is enough of its kind: few of them are like another. */
const opened = [
  ...['Block', 'BlockData', 'Envelope', 'Payload', 'ConfigEnvelope', 'Config', 'ConfigGroup'],
  ...['ConfigValue', 'MSPConfig', 'MessageEntry'],
].map((name) => new RegExp(`(^|\\.)${name}$`));

/** Messages by type as they occur in recorded ledgers, each at most once. */
export class Corpus {
  readonly #samples = new Map<string, Buffer[]>();
  readonly #seen = new Set<string>();

  static ofRecorded(...names: readonly RecordedName[]): Corpus {
    const corpus = new Corpus();
    for (const name of names)
      for (const block of recordedBlocks(name)) corpus.#add(common.Block, block);
    return corpus;
  }

  /** Samples of a message; none where the ledgers hold none. */
  of(type: Table): readonly Buffer[] {
    return this.#samples.get(type.name) ?? [];
  }

  #add(type: Table, bytes: Uint8Array): void {
    const sample = Buffer.from(bytes);
    const key = `${type.name} ${sha256(sample).toString('latin1')}`;
    const samples = this.#samples.get(type.name) ?? [];
    const full = samples.length >= EACH;
    if (this.#seen.has(key) || (full && !opened.some((name) => name.test(type.name)))) return;
    this.#seen.add(key);
    if (!full) samples.push(sample);
    this.#samples.set(type.name, samples);
    this.#open(type, sample);
  }

  #open(type: Table, bytes: Buffer): void {
    let message;
    try {
      message = decode(type, bytes) as Record<string, unknown>;
    } catch {
      return;
    }
    for (const field of type.fields) {
      const value = message[field.name];
      const values: readonly unknown[] = Array.isArray(value) ? value : [value];
      const candidates = inside[`${type.name}.${field.name}`] ?? [];
      for (const one of values) {
        const inner = field.type?.() as Table | undefined;
        if (inner !== undefined && one !== undefined)
          this.#add(inner, encode(inner, one as object));
        else if (one instanceof Uint8Array && one.length > 0)
          for (const candidate of candidates) this.#addIfReadable(candidate, one);
      }
    }
  }

  #addIfReadable(type: Table, bytes: Uint8Array): void {
    try {
      decode(type, bytes);
    } catch {
      return;
    }
    this.#add(type, bytes);
  }
}
