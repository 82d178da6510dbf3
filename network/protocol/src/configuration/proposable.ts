import { ChannelBundle } from '../channel-config.js';
import { ConfigEnvelope } from '../messages/configuration.js';
import { encode } from '../wire.js';
import { unknownCapability } from './capabilities.js';
import { elementName } from './elements.js';
import { ConfigRefused } from './refused.js';
import { quorumPolicyFault } from './quorum-policy.js';
import { writeTree } from './tree.js';
import type { TreeGroup } from './tree.js';

/** Policies that whoever sends a transaction must meet: open to unsigned envelopes, they let blocks be made that no peer takes. */
const SENDER_POLICIES = ['/Channel/Writers', '/Channel/Orderer/Writers'];

/** Refuse a desired configuration that cannot come into force, or that stops the channel once it has. */
export function requireProposable(bundle: ChannelBundle, desired: TreeGroup): void {
  const config = { sequence: bundle.sequence + 1n, channelGroup: writeTree(desired) };
  const next = ChannelBundle.fromEnvelope(bundle.channelId, encode(ConfigEnvelope, { config }));
  bundle.requireFollows(next);
  const unknown = unknownCapability('orderer', next.ordererCapabilities);
  if (unknown !== undefined)
    throw new ConfigRefused(
      `${elementName('value', '/Channel/Orderer/Capabilities')}: no orderer knows capability ${unknown}; name one that it knows`,
    );
  for (const policy of SENDER_POLICIES) {
    if (isOpen(next, policy) && !isOpen(bundle, policy))
      throw new ConfigRefused(
        `${elementName('policy', policy)}: the policy would be met by no signature at all; orderers would put unsigned transactions into blocks that peers refuse for ever; require one signature at least`,
      );
  }
  const fault = quorumPolicyFault(next);
  if (fault !== undefined) throw new ConfigRefused(fault);
}

const isOpen = ({ policies }: ChannelBundle, name: string): boolean =>
  policies.evaluateIdentities(name, []).satisfied;
