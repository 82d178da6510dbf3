import { randomBytes } from 'node:crypto';
import { bftQuorum } from '@argosy/protocol/block-signature';
import { group } from '@argosy/protocol/config-group';
import type { Group } from '@argosy/protocol/config-group';
import { sha256 } from '@argosy/protocol/crypto';
import {
  Block,
  ChannelHeader,
  Envelope,
  Payload,
  SignatureHeader,
  headerType,
} from '@argosy/protocol/messages/common';
import {
  BatchSize,
  BatchTimeout,
  BlockDataHashingStructure,
  Capabilities,
  ConfigEnvelope,
  ConsensusType,
  HashingAlgorithm,
  OrdererAddresses,
  Orderers,
} from '@argosy/protocol/messages/configuration';
import { SerializedIdentity } from '@argosy/protocol/messages/msp';
import { exactly, implicitMeta, roleOf, signaturePolicy } from '@argosy/protocol/policy-build';
import type { PolicyValue, PrincipalValue } from '@argosy/protocol/policy-build';
import type { Signer } from '@argosy/protocol/signer';
import { decode, encode } from '@argosy/protocol/wire';
import { TestOrganisation } from './organisation.js';
import { asConsenter, asCreator, sealedBlock } from './seals.js';
import type { Seal } from './seals.js';

export interface ChannelOptions {
  readonly capability?: 'V2_0' | 'V3_0';
  readonly applicationCapability?: 'V2_0' | 'V2_5';
  readonly consensus?: 'etcdraft' | 'BFT';
  readonly members?: readonly TestOrganisation[];
  /** Members without a policy `Endorsement` of their own. */
  readonly withoutEndorsement?: readonly TestOrganisation[];
  /** Policies of `/Channel/Application` beside or instead of the usual ones; undefined leaves one out. */
  readonly policies?: Readonly<Record<string, PolicyValue | undefined>>;
  readonly blockValidation?: PolicyValue;
  /** Change the whole tree before block 0 is made of it. */
  readonly change?: (root: Group) => Group;
}

/** A channel with all keys: the members O1, O2 and O3, one organisation that orders, four consenters. */
export class TestChannel {
  readonly id = 'trade';
  readonly members: readonly TestOrganisation[];
  readonly orderers = new TestOrganisation('Ord');
  readonly consenters: readonly Signer[];
  readonly genesisBlock: Buffer;
  readonly #consensus: 'etcdraft' | 'BFT';

  constructor(options: ChannelOptions = {}) {
    this.#consensus = options.consensus ?? 'etcdraft';
    this.members = options.members ?? ['O1', 'O2', 'O3'].map((it) => new TestOrganisation(it));
    this.consenters = [1, 2, 3, 4].map((n) =>
      this.orderers.signer({ commonName: `orderer${n}`, units: ['orderer'] }),
    );
    const plain = group({
      groups: { Application: this.#application(options), Orderer: this.#orderer(options) },
      values: {
        HashingAlgorithm: encode(HashingAlgorithm, { name: 'SHA256' }),
        BlockDataHashingStructure: encode(BlockDataHashingStructure, { width: 0xffff_ffff }),
        Capabilities: capability(options.capability ?? 'V3_0'),
      },
      policies: metaPolicies(),
    });
    this.genesisBlock = this.#genesis(options.change?.(plain) ?? plain);
  }

  /** Who signs a block: one orderer, or as many consenters as the quorum is. */
  seals(): Seal[] {
    return this.#consensus === 'etcdraft'
      ? [asCreator(this.consenters[0]!)]
      : this.consenters.slice(0, 3).map((signer, i) => asConsenter(i + 1, signer));
  }

  #application(options: ChannelOptions): Group {
    const { withoutEndorsement = [], policies = {} } = options;
    const all: Record<string, PolicyValue | undefined> = {
      ...metaPolicies(),
      Endorsement: implicitMeta('majority', 'Endorsement'),
      LifecycleEndorsement: implicitMeta('majority', 'Endorsement'),
      ...policies,
    };
    return group({
      groups: Object.fromEntries(
        this.members.map((one) => [one.name, memberGroup(one, !withoutEndorsement.includes(one))]),
      ),
      values: { Capabilities: capability(options.applicationCapability ?? 'V2_5') },
      policies: present(all),
    });
  }

  #orderer({ blockValidation }: ChannelOptions): Group {
    const consenterMapping = this.consenters.map(({ creator, mspId }, i) => ({
      id: i + 1,
      host: 'localhost',
      port: 17_001 + i,
      mspId,
      identity: decode(SerializedIdentity, creator).idBytes,
    }));
    const bft = this.#consensus === 'BFT';
    const quorum = signaturePolicy(
      bftQuorum(consenterMapping.length),
      consenterMapping.map(({ mspId, identity }) => exactly(mspId, identity)),
    );
    return group({
      groups: { [this.orderers.name]: ordererGroup(this.orderers) },
      values: {
        ConsensusType: encode(ConsensusType, { type: this.#consensus }),
        BatchSize: encode(BatchSize, {
          maxMessageCount: 500,
          absoluteMaxBytes: 10_000_000,
          preferredMaxBytes: 2_000_000,
        }),
        BatchTimeout: encode(BatchTimeout, { timeout: '2s' }),
        Capabilities: capability('V2_0'),
        ...(bft && { Orderers: encode(Orderers, { consenterMapping }) }),
      },
      policies: {
        ...metaPolicies(),
        BlockValidation: blockValidation ?? (bft ? quorum : implicitMeta('any', 'Writers')),
      },
    });
  }

  #genesis(channelGroup: Group): Buffer {
    const nonce = randomBytes(24);
    const channelHeader = encode(ChannelHeader, {
      type: headerType.config,
      version: 1,
      timestamp: { seconds: 1_780_000_000n, nanos: 0 },
      channelId: this.id,
      txId: sha256(nonce).toString('hex'),
    });
    const header = { channelHeader, signatureHeader: encode(SignatureHeader, { nonce }) };
    const data = encode(ConfigEnvelope, { config: { channelGroup } });
    const entry = encode(Envelope, { payload: encode(Payload, { header, data }) });
    const content = {
      number: 0n,
      previousHash: Buffer.of(),
      entries: [entry],
      lastConfig: 0n,
      consenterMetadata: Buffer.of(),
    };
    return encode(Block, sealedBlock(content, []));
  }
}

/** The group of an application organisation. */
export function memberGroup(organisation: TestOrganisation, endorses = true): Group {
  const { mspId } = organisation;
  return group({
    values: { MSP: organisation.mspValue() },
    policies: {
      Readers: anyOf(roleOf(mspId, 'member')),
      Writers: anyOf(roleOf(mspId, 'member')),
      Admins: anyOf(roleOf(mspId, 'admin')),
      ...(endorses && { Endorsement: anyOf(roleOf(mspId, 'member')) }),
    },
  });
}

/** The group of an organisation that orders. */
export function ordererGroup(organisation: TestOrganisation): Group {
  const { mspId } = organisation;
  return group({
    values: {
      MSP: organisation.mspValue(),
      Endpoints: encode(OrdererAddresses, { addresses: ['localhost:17001'] }),
    },
    policies: {
      Readers: anyOf(roleOf(mspId, 'member')),
      Writers: anyOf(roleOf(mspId, 'orderer')),
      Admins: anyOf(roleOf(mspId, 'admin')),
    },
  });
}

const anyOf = (...principals: readonly PrincipalValue[]): PolicyValue =>
  signaturePolicy(1, principals);

const metaPolicies = (): Record<string, PolicyValue> => ({
  Readers: implicitMeta('any', 'Readers'),
  Writers: implicitMeta('any', 'Writers'),
  Admins: implicitMeta('majority', 'Admins'),
});

const capability = (name: string): Buffer =>
  encode(Capabilities, { capabilities: [{ key: name, value: {} }] });

function present<T>(record: Readonly<Record<string, T | undefined>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
