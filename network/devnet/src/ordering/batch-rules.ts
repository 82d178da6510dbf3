import type { ChannelBundle } from '@argosy/protocol/channel-config';
import { parseDuration } from '@argosy/protocol/configuration/duration';
import { ConsensusType, SmartBftOptions } from '@argosy/protocol/messages/configuration';
import { decode } from '@argosy/protocol/wire';
import type { BatchLimits } from './pool.js';

/** How much goes into a block. BFT knows no preferred size: its batches go up to the absolute one. */
export function batchLimits({ batchSize, consensusType }: ChannelBundle): BatchLimits {
  const { maxMessageCount, absoluteMaxBytes, preferredMaxBytes } = batchSize;
  const maxBytes = consensusType === 'BFT' ? absoluteMaxBytes : preferredMaxBytes;
  return { maxMessageCount, maxBytes };
}

const NANOSECONDS_PER_MILLISECOND = 1e6;

/** How long a message waits for others. BFT does not look at the batch timeout: its own options say. */
export function batchTimeout(bundle: ChannelBundle): number {
  const own = bundle.consensusType === 'BFT' ? bftInterval(bundle) : undefined;
  return own ?? bundle.batchTimeoutMs;
}

function bftInterval({ tree }: ChannelBundle): number | undefined {
  const value = tree.groups.get('Orderer')?.values.get('ConsensusType')?.value;
  try {
    const { metadata } = decode(ConsensusType, value ?? new Uint8Array(0));
    const interval = parseDuration(decode(SmartBftOptions, metadata).requestBatchMaxInterval) ?? 0n;
    return interval > 0n ? Number(interval) / NANOSECONDS_PER_MILLISECOND : undefined;
  } catch {
    return undefined;
  }
}
