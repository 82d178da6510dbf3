import { ConfigRefused } from '@argosy/protocol/channel-config';
import type { ChannelBundle } from '@argosy/protocol/channel-config';
import { BlockRejected, VALID, invalid } from '../verdict.js';
import type { Verdict } from '../verdict.js';
import type { OpenedEnvelope } from './structure.js';

/** A configuration that a block brings into force, for the blocks after it. */
export interface Configuration {
  readonly bundle: ChannelBundle;
  /** Bytes of `common.ConfigEnvelope`: they go into the state as they are. */
  readonly envelope: Uint8Array;
}

/**
 * Judge a configuration transaction whose creator and signature are good. Only an empty one is flagged: one that does not follow
 * from the configuration in force must not have been ordered, and throws BlockRejected.
 */
export function judgeConfiguration(
  { payload }: OpenedEnvelope,
  current: ChannelBundle,
): { readonly verdict: Verdict; readonly configuration?: Configuration } {
  const envelope = payload.data;
  if (envelope.length === 0)
    return { verdict: invalid('INVALID_CONFIG_TRANSACTION', 'the configuration is empty') };
  try {
    return { verdict: VALID, configuration: { bundle: current.next(envelope), envelope } };
  } catch (error) {
    if (!(error instanceof ConfigRefused)) throw error;
    throw new BlockRejected(`the configuration cannot be taken over: ${error.message}`);
  }
}
