import type { SimulationSite } from '../chaincode/site.js';
import type { Channel } from '../channel.js';
import { proposalSignature, type CheckedProposal } from './proposal-checks.js';

/** A channel as a proposal's simulation sees it; it may be another one than the proposal's. */
export function siteOf(proposal: CheckedProposal, { id, bundle }: Channel): SimulationSite {
  return {
    channelId: id,
    txId: proposal.opened.channelHeader.txId,
    capabilities: bundle.applicationCapabilities,
    mspIds: bundle.applicationOrganisations.map(({ mspId }) => mspId),
    creatorMeets: (policy) =>
      bundle.policies.evaluateSignaturePolicy(policy, [proposalSignature(proposal)]).satisfied,
  };
}
