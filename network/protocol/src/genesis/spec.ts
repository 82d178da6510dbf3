import type { MspSpec } from '../config-group.js';
import type { PolicyValue } from '../policy-build.js';

/** Policies by name. */
export type Policies = Readonly<Record<string, PolicyValue>>;

/** An organisation of a channel, in a group of its own. */
export interface OrganisationSpec extends MspSpec {
  /** The name of the group; the MSP id unless said. */
  readonly group?: string;
  /** Policies instead of, or beside, the usual ones of its group. */
  readonly policies?: Policies;
}
/** An organisation that takes part, and where its peers listen for those of the others: without one on each side, the peers of
 *  two organisations never meet, and no peer can say who is to endorse. An organisation without peers names none. */
export interface MemberSpec extends OrganisationSpec {
  readonly anchorPeers?: readonly { readonly host: string; readonly port: number }[];
}
/** A node that orders: where it listens, and its certificates, PEM. */
export interface ConsenterSpec {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly certificate: string;
  readonly tlsCertificate: string;
}
/** An organisation that orders, with any number of consenters. */
export interface OrdererSpec extends OrganisationSpec {
  readonly consenters: readonly ConsenterSpec[];
  /** Where clients reach its orderers; where its consenters listen unless said. */
  readonly addresses?: readonly string[];
}
/** n of the named organisations' peers must sign. */
export interface EndorsementRule {
  readonly n: number;
  readonly mspIds: readonly string[];
}
export interface BatchSpec {
  readonly maxMessageCount: number;
  readonly absoluteMaxBytes: number;
  readonly preferredMaxBytes: number;
  readonly timeout: string;
}
/** A channel. What is left out is as SmartBFT and the newest capabilities want it. */
export interface ChannelSpec {
  readonly channelId: string;
  readonly members: readonly MemberSpec[];
  readonly orderers: readonly OrdererSpec[];
  /** Who endorses; a majority of the members unless said. */
  readonly endorsement?: EndorsementRule;
  readonly lifecycleEndorsement?: EndorsementRule;
  readonly consensus?: 'BFT' | 'etcdraft';
  readonly capabilities?: {
    readonly channel?: string;
    readonly orderer?: string;
    readonly application?: string;
  };
  /** Who may use what of a peer: the name of a policy for each resource. */
  readonly acls?: Readonly<Record<string, string>>;
  readonly batch?: Partial<BatchSpec>;
  /** Policies instead of, or beside, the usual ones of the channel and its two sections. */
  readonly policies?: {
    readonly channel?: Policies;
    readonly orderer?: Policies;
    readonly application?: Policies;
  };
}
/** What the block takes from outside: the moment and 24 random bytes. */
export interface GenesisAmbient {
  readonly time: { readonly seconds: bigint; readonly nanos: number };
  readonly nonce: Uint8Array;
}
