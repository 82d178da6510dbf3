import { mspVersion } from './configuration/capabilities.js';
import { flatten } from './configuration/elements.js';
import type { Elements } from './configuration/elements.js';
import { applyEnvelope, readConfiguration, requireNext } from './configuration/envelope.js';
import type { Configuration } from './configuration/envelope.js';
import { configureMsps, managerOf } from './configuration/members.js';
import type { ConfiguredMsps } from './configuration/members.js';
import { requireRules } from './configuration/section-rules.js';
import { readSections } from './configuration/sections.js';
import type { ChannelSections } from './configuration/sections.js';
import { readSettings } from './configuration/settings.js';
import type { ChannelSettings } from './configuration/settings.js';
import type { TreeGroup } from './configuration/tree.js';
import { requireSuccession } from './configuration/validate-next.js';
import { Block, ChannelHeader, Envelope, Payload, headerType } from './messages/common.js';
import type { MspManager } from './msp-manager.js';
import { PolicyManager } from './policy.js';
import { SignatureChecks } from './signature-checks.js';
import type { SignedData } from './signed-data.js';
import { decode } from './wire.js';

export { ConfigRefused } from './configuration/refused.js';
export type { ConfiguredOrganisation, OrdererEndpoint } from './configuration/settings.js';

/** A channel's configuration, read and ready to judge: Fabric's bundle. It never changes; `next` makes the one that follows. */
export class ChannelBundle implements ChannelSettings {
  readonly channelId: string;
  readonly sequence: bigint;
  /** The configuration itself, to compute updates from. */
  readonly tree: TreeGroup;
  readonly msps: MspManager;
  readonly policies: PolicyManager;
  readonly channelCapabilities: ChannelSettings['channelCapabilities'];
  readonly ordererCapabilities: ChannelSettings['ordererCapabilities'];
  readonly applicationCapabilities: ChannelSettings['applicationCapabilities'];
  readonly applicationOrganisations: ChannelSettings['applicationOrganisations'];
  readonly ordererOrganisations: ChannelSettings['ordererOrganisations'];
  readonly consensusType: ChannelSettings['consensusType'];
  readonly consenters: ChannelSettings['consenters'];
  readonly raftConsenters: ChannelSettings['raftConsenters'];
  readonly batchSize: ChannelSettings['batchSize'];
  readonly batchTimeoutMs: ChannelSettings['batchTimeoutMs'];
  readonly ordererEndpoints: ChannelSettings['ordererEndpoints'];
  readonly acls: ChannelSettings['acls'];

  readonly #checks: SignatureChecks;
  readonly #elements: Elements;
  readonly #sections: ChannelSections;
  readonly #configuredMsps: ConfiguredMsps;

  private constructor(
    channelId: string,
    { sequence, tree }: Configuration,
    checks: SignatureChecks,
    previous?: ChannelBundle,
  ) {
    this.channelId = channelId;
    this.sequence = sequence;
    this.tree = tree;
    this.#checks = checks;
    this.#elements = flatten(tree);
    this.#sections = readSections(tree);
    requireRules(this.#sections);

    const settings = readSettings(this.#sections);
    this.channelCapabilities = settings.channelCapabilities;
    this.ordererCapabilities = settings.ordererCapabilities;
    this.applicationCapabilities = settings.applicationCapabilities;
    this.applicationOrganisations = settings.applicationOrganisations;
    this.ordererOrganisations = settings.ordererOrganisations;
    this.consensusType = settings.consensusType;
    this.consenters = settings.consenters;
    this.raftConsenters = settings.raftConsenters;
    this.batchSize = settings.batchSize;
    this.batchTimeoutMs = settings.batchTimeoutMs;
    this.ordererEndpoints = settings.ordererEndpoints;
    this.acls = settings.acls;

    const before = previous === undefined ? undefined : previous.#configuredMsps;
    const version = mspVersion(settings.channelCapabilities);
    this.#configuredMsps = configureMsps(this.#sections, version, before);
    this.msps = managerOf(this.#configuredMsps, before, previous?.msps);
    this.policies = new PolicyManager(tree, this.msps, checks);
  }

  /** From a configuration block, such as the one a channel begins with. Throws when it is none or cannot be judged. */
  static fromBlock(block: Uint8Array, checks = new SignatureChecks()): ChannelBundle {
    const [entry] = decode(Block, block).data?.data ?? [];
    if (entry === undefined) throw new Error('the configuration block is empty');
    const payload = decode(Payload, decode(Envelope, entry).payload);
    const header = decode(ChannelHeader, payload.header?.channelHeader ?? new Uint8Array(0));
    if (header.type !== headerType.config) throw new Error('the block holds no configuration');
    return ChannelBundle.fromEnvelope(header.channelId, payload.data, checks);
  }

  /** From a configuration envelope that is trusted, such as one in the state. Throws ConfigRefused when it cannot be judged. */
  static fromEnvelope(
    channelId: string,
    envelope: Uint8Array,
    checks = new SignatureChecks(),
  ): ChannelBundle {
    return new ChannelBundle(channelId, readConfiguration(channelId, envelope), checks);
  }

  /**
   * The bundle of the configuration that follows. Throws ConfigRefused unless the envelope's last update, applied to this
   * configuration, is signed as its policies ask and gives exactly the configuration that the envelope carries.
   */
  next(envelope: Uint8Array): ChannelBundle {
    const configuration = readConfiguration(this.channelId, envelope);
    requireNext(configuration, this.#standing);
    const next = new ChannelBundle(this.channelId, configuration, this.#checks, this);
    this.requireFollows(next);
    return next;
  }

  /** Refuse a configuration that may not follow this one, whoever agrees to it: an organisation keeps its MSP id, and the like. */
  requireFollows(next: ChannelBundle): void {
    requireSuccession(this.#sections, next.#sections);
  }

  /** What an orderer makes of a signed update: the configuration envelope that follows. Refuses an update that is not allowed. */
  applied(update: Uint8Array): Buffer {
    return applyEnvelope(update, this.#standing);
  }

  get #standing(): Parameters<typeof requireNext>[1] {
    const { channelId, sequence, policies } = this;
    return { channelId, sequence, policies, elements: this.#elements };
  }

  /** Note what this process has just signed itself as somebody whom the channel knows: nobody in it has to verify that. */
  noteSigned({ identity: creator, message, signature }: SignedData): void {
    const identity = this.msps.identity(creator);
    if (identity === undefined) return;
    this.#checks.made({ signer: identity.id, key: identity.publicKey, message, signature });
  }

  /** The name of the group in which a member organisation stands. */
  organisationGroup(mspId: string): string | undefined {
    return this.applicationOrganisations.find((one) => one.mspId === mspId)?.group;
  }
}
