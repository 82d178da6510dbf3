import type { ChannelBundle } from '@argosy/protocol/channel-config';
import { ApplicationPolicy, SignaturePolicyEnvelope } from '@argosy/protocol/messages/policies';
import { outOf, roleOf } from '@argosy/protocol/policy-build';
import { reasonOf } from '@argosy/protocol/reason';
import { compareUtf8 } from '@argosy/protocol/utf8-order';
import { decode, encode } from '@argosy/protocol/wire';
import { collectionConfig, implicitOwner } from '../collections.js';
import { LIFECYCLE, chaincodeDefinition, committed, legacyDefinition } from '../definitions.js';
import { isPrivateSpace } from '../spaces.js';
import type { StateView } from '../state.js';
import { BlockRejected } from '../verdict.js';
import { quoted } from './quoted.js';

/** Bytes of `protos.ApplicationPolicy`, or why there is no such policy. */
export type FoundPolicy = { readonly policy: Uint8Array } | { readonly fault: string };

/** The one way of judging endorsements that this node knows: Fabric's own. */
const PLUGIN = 'vscc';
const LIFECYCLE_POLICY = '/Channel/Application/LifecycleEndorsement';

/**
 * The policies of chaincodes and collections, as they were before a block; each is looked up once for the block. Throws
 * BlockRejected where a definition cannot be read: a peer halts there.
 */
export class PolicySource {
  readonly #chaincodes = new Map<string, FoundPolicy>();
  readonly #collections = new Map<string, FoundPolicy>();

  constructor(
    private readonly bundle: Pick<ChannelBundle, 'policies' | 'applicationOrganisations'>,
    private readonly state: Pick<StateView, 'get'>,
  ) {}

  /** Who must endorse what a chaincode writes. */
  chaincode(name: string): FoundPolicy {
    return remembered(this.#chaincodes, name, () =>
      readOrHalt(`the definition of chaincode ${quoted(name)}`, () => this.#chaincode(name)),
    );
  }

  /** Who must endorse what a chaincode writes into a collection. */
  collection(chaincode: string, name: string): FoundPolicy {
    return remembered(this.#collections, JSON.stringify([chaincode, name]), () =>
      readOrHalt(`collection ${quoted(name)} of chaincode ${quoted(chaincode)}`, () =>
        this.#collection(chaincode, name),
      ),
    );
  }

  #chaincode(name: string): FoundPolicy {
    if (name === LIFECYCLE) return { policy: this.#lifecyclePolicy() };
    // Such a name would stand for the private data of another chaincode.
    if (isPrivateSpace(name)) return { fault: `${quoted(name)} cannot be the name of a chaincode` };
    const read = committed(this.state);
    const { validationPlugin: plugin = '', validationParameter: policy = NOTHING } =
      chaincodeDefinition(read, name) ?? {};
    if (plugin !== '' || policy.length > 0) return requireComplete(name, plugin, policy);
    const legacy = legacyDefinition(read, name);
    if (legacy === undefined)
      return { fault: `chaincode ${quoted(name)} is not defined on the channel` };
    const { validationPlugin } = legacy;
    return requireComplete(name, validationPlugin, applicationPolicy(legacy.policy));
  }

  #collection(chaincode: string, name: string): FoundPolicy {
    const config = collectionConfig(this.state, chaincode, name);
    if (config === undefined)
      return {
        fault: `collection ${quoted(name)} of chaincode ${quoted(chaincode)} is not defined`,
      };
    if (config.implicit) return this.#ownPolicy(implicitOwner(name) ?? '');
    const { endorsementPolicy: policy } = config;
    if (policy !== undefined && policy.length > 0) return { policy };
    return this.chaincode(chaincode);
  }

  /** Into an organisation's own collection only that organisation lets write. Its group's name need not be its MSP's. */
  #ownPolicy(mspId: string): FoundPolicy {
    const organisation = this.bundle.applicationOrganisations.find((one) => one.mspId === mspId);
    if (organisation === undefined)
      return {
        fault: `organisation ${quoted(mspId)} is not a member of the channel's application`,
      };
    const reference = `/Channel/Application/${organisation.group}/Endorsement`;
    return { policy: this.#referred(reference) ?? membersPolicy(1, [mspId]) };
  }

  #lifecyclePolicy(): Uint8Array {
    const mspIds = this.bundle.applicationOrganisations.map(({ mspId }) => mspId);
    const majority = Math.floor(mspIds.length / 2) + 1;
    return this.#referred(LIFECYCLE_POLICY) ?? membersPolicy(majority, mspIds.sort(compareUtf8));
  }

  #referred(reference: string): Uint8Array | undefined {
    if (!this.bundle.policies.has(reference)) return undefined;
    return encode(ApplicationPolicy, { channelConfigPolicyReference: reference });
  }
}

const NOTHING = new Uint8Array(0);

/** A definition with half of what it takes defines nothing; one that asks for another way of judging stops the block. */
function requireComplete(name: string, plugin: string, policy: Uint8Array): FoundPolicy {
  const incomplete = (what: string): FoundPolicy => ({
    fault: `the definition of chaincode ${quoted(name)} has no ${what}`,
  });
  if (plugin === '') return incomplete('validation plugin');
  if (policy.length === 0) return incomplete('endorsement policy');
  if (plugin !== PLUGIN) throw new Error(`there is no validation plugin ${quoted(plugin)} here`);
  return { policy };
}

/** The older life cycle stores a signature policy alone. What cannot be read as one is left as it is, and met by nothing. */
function applicationPolicy(policy: Uint8Array): Uint8Array {
  if (policy.length === 0) return policy;
  try {
    return encode(ApplicationPolicy, { signaturePolicy: decode(SignaturePolicyEnvelope, policy) });
  } catch {
    return policy;
  }
}

/** n of the organisations must endorse, by anyone of theirs. */
function membersPolicy(n: number, mspIds: readonly string[]): Uint8Array {
  const members = mspIds.map((mspId) => roleOf(mspId, 'member'));
  const signaturePolicy = decode(SignaturePolicyEnvelope, outOf(n, members));
  return encode(ApplicationPolicy, { signaturePolicy });
}

function remembered<T>(known: Map<string, T>, key: string, find: () => T): T {
  const before = known.get(key);
  if (before !== undefined) return before;
  const found = find();
  known.set(key, found);
  return found;
}

/** Read what stands in the state. Where it cannot be read, a peer halts: the block is rejected. */
export function readOrHalt<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new BlockRejected(`${what} cannot be read: ${reasonOf(error)}`);
  }
}
