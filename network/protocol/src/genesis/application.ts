import { group, mspValue } from '../config-group.js';
import type { Group } from '../config-group.js';
import { ACLs, AnchorPeers } from '../messages/configuration.js';
import { implicitMeta, roleOf, signaturePolicy } from '../policy-build.js';
import type { PolicyValue } from '../policy-build.js';
import { compareUtf8 } from '../utf8-order.js';
import { encode } from '../wire.js';
import { anyOf, capability, metaPolicies, roleIn } from './policies.js';
import type { ChannelSpec, EndorsementRule, MemberSpec } from './spec.js';

/** `/Channel/Application`: the members, who endorses, and who may use what. */
export function applicationGroup(spec: ChannelSpec): Group {
  const { members, acls = {}, capabilities = {}, policies = {} } = spec;
  const rules = Object.entries(acls).sort(([a], [b]) => compareUtf8(a, b));
  return group({
    groups: Object.fromEntries(members.map((one) => [one.group ?? one.mspId, memberGroup(one)])),
    values: {
      Capabilities: capability(capabilities.application ?? 'V2_5'),
      ...(rules.length > 0 && {
        ACLs: encode(ACLs, {
          acls: rules.map(([key, policyRef]) => ({ key, value: { policyRef } })),
        }),
      }),
    },
    policies: {
      ...metaPolicies(),
      Endorsement: endorsementPolicy(spec.endorsement),
      LifecycleEndorsement: endorsementPolicy(spec.lifecycleEndorsement),
      ...policies.application,
    },
  });
}

/** The group of a member organisation. */
export function memberGroup(member: MemberSpec): Group {
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
      ...member.policies,
    },
  });
}

function endorsementPolicy(rule: EndorsementRule | undefined): PolicyValue {
  if (rule === undefined) return implicitMeta('majority', 'Endorsement');
  const peers = rule.mspIds.map((mspId) => roleOf(mspId, 'peer'));
  return signaturePolicy(rule.n, peers);
}
