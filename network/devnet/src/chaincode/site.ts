import type { SignaturePolicyMessage } from '@argosy/protocol/signature-policy';

/** What a simulation has to know of its channel, and of whose proposal it simulates. */
export interface SimulationSite {
  readonly channelId: string;
  readonly txId: string;
  /** The capabilities of the channel's applications. */
  readonly capabilities: readonly string[];
  /** The organisations of the channel: each has a collection of its own. */
  readonly mspIds: readonly string[];
  /** Whether the proposal's creator meets a policy by its signature. */
  creatorMeets(policy: SignaturePolicyMessage): boolean;
}

const keyPolicies = ['V1_3', 'V1_4_2', 'V2_0', 'V2_5'];

/** Refuses: metadata of keys on a channel that is older. */
export function requireKeyPolicies({ capabilities }: SimulationSite): void {
  if (keyPolicies.some((name) => capabilities.includes(name))) return;
  throw new Error(
    'key level endorsement is not enabled, channel application capability of V1_3 or later is required',
  );
}

/** Refuses: a purge on a channel that is older. */
export function requirePurges({ capabilities }: SimulationSite): void {
  if (capabilities.includes('V2_5')) return;
  throw new Error(
    'purge private data is not enabled, channel application capability of V2_5 or later is required',
  );
}
