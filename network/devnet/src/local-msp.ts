import type { ChannelBundle } from '@argosy/protocol/channel-config';
import { MSPPrincipal, type roleType } from '@argosy/protocol/messages/policies';
import { SerializedIdentity } from '@argosy/protocol/messages/msp';
import type { Identity } from '@argosy/protocol/msp';
import type { MspManager } from '@argosy/protocol/msp-manager';
import { roleOf } from '@argosy/protocol/policy-build';
import { reasonOf } from '@argosy/protocol/reason';
import { decode, encode } from '@argosy/protocol/wire';

/** What a peer asks of its own people. */
type LocalPolicy = 'Admins' | 'Members';

const roles = { Admins: 'admin', Members: 'member' } as const satisfies Record<
  LocalPolicy,
  keyof typeof roleType
>;

/**
 * A peer's own organisation, by which it judges what concerns the peer alone. A real peer has the rules of membership in its folder;
 * here they are those of a channel of which the organisation is a member.
 */
export class LocalMsp {
  constructor(
    readonly mspId: string,
    private readonly bundles: () => Iterable<Pick<ChannelBundle, 'msps'>>,
  ) {}

  /** An identity of this organisation. Undefined for one of another organisation, or what cannot be read. */
  identity(serialized: Uint8Array): Identity | undefined {
    const identity = this.manager()?.identity(serialized);
    return identity?.mspId === this.mspId ? identity : undefined;
  }

  /** Why somebody is no administrator, or no member, of this organisation, in a peer's words; undefined where they are. */
  refusal(policy: LocalPolicy, serialized: Uint8Array): string | undefined {
    const identity = this.identity(serialized);
    if (identity === undefined) return this.unknown(policy, serialized);
    const principal = decode(MSPPrincipal, encode(MSPPrincipal, roleOf(this.mspId, roles[policy])));
    if (this.manager()?.satisfies(identity, principal) === true) return undefined;
    return (
      "Failed verifying that proposal's creator satisfies local MSP principal during channelless check policy " +
      `with policy [${policy}]: [${this.why(policy, identity)}]`
    );
  }

  /** Why a policy of a channel cannot be asked where there is no channel. */
  channelPolicyRefusal(policy: string, serialized: Uint8Array): string {
    if (this.identity(serialized) === undefined) return this.unknown(policy, serialized);
    return (
      `Failed getting local MSP principal during channelless check policy with policy [${policy}]: ` +
      `[MSP Principal role [${policy}] not recognized]`
    );
  }

  private manager(): MspManager | undefined {
    for (const { msps } of this.bundles()) if (msps.mspIds.includes(this.mspId)) return msps;
    return undefined;
  }

  private unknown(policy: string, serialized: Uint8Array): string {
    return `Failed deserializing proposal creator during channelless check policy with policy [${policy}]: [${this.fault(serialized)}]`;
  }

  private fault(serialized: Uint8Array): string {
    try {
      const { mspid } = decode(SerializedIdentity, serialized);
      if (mspid !== this.mspId) return `expected MSP ID ${this.mspId}, received ${mspid}`;
    } catch (error) {
      return `could not deserialize a SerializedIdentity: ${reasonOf(error)}`;
    }
    return this.manager()?.refusal(serialized) ?? `no channel here has the MSP ${this.mspId}`;
  }

  private why(policy: LocalPolicy, { validity }: Identity): string {
    if (!validity.valid)
      return `The identity is not valid under this MSP [${this.mspId}]: ${validity.reason}`;
    const missing = `The identity does not contain OU [ADMIN], MSP: [${this.mspId}]`;
    return policy === 'Admins'
      ? `The identity is not an admin under this MSP [${this.mspId}]: ${missing}`
      : missing;
  }
}
