import type { Ledger } from '@argosy/ledger/ledger';
import { CONFIG_KEY, CONFIG_NAMESPACE } from '@argosy/ledger/update-batch';
import type { ChannelBundle } from '@argosy/protocol/channel-config';

const known = new WeakMap<ChannelBundle, bigint>();

/** The number of the block that holds the configuration in force. */
export function configurationBlock(ledger: Pick<Ledger, 'bundle' | 'snapshot'>): bigint {
  const { bundle } = ledger;
  const number = known.get(bundle) ?? readNumber(ledger);
  known.set(bundle, number);
  return number;
}

/** The state says with which block its configuration came. */
function readNumber(ledger: Pick<Ledger, 'snapshot'>): bigint {
  const state = ledger.snapshot();
  try {
    return state.get(CONFIG_NAMESPACE, CONFIG_KEY)?.version.blockNum ?? 0n;
  } finally {
    state.release();
  }
}
