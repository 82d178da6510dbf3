import { TxPvtReadWriteSet } from '@argosy/protocol/messages/rwset';
import { decode } from '@argosy/protocol/wire';
import { collectionConfig } from '@argosy/ledger/collections';
import type { CollectionName } from '@argosy/ledger/simulator';
import type { Channel } from '../channel.js';
import type { Frame } from './invoker.js';

/** Whose endorser simulated, and who else could be given clear data. */
export interface Distributor {
  readonly mspId: string;
  /** The serialized identities of the other peers. */
  readonly others: readonly Uint8Array[];
}

/**
 * Keep what a simulation wrote into collections until its block comes. Refuses: a collection of which the definition wants more
 * copies than there are other peers that may have it.
 */
export async function keepPrivateResults(
  frame: Frame,
  { mspId, others }: Distributor,
): Promise<void> {
  const { proposal, channel, simulation } = frame;
  const results = simulation.simulator.privateResults();
  if (results === undefined) return;
  const { txId } = proposal.opened.channelHeader;
  for (const { namespace, collectionPvtRwset } of decode(TxPvtReadWriteSet, results).nsPvtRwset) {
    for (const { collectionName } of collectionPvtRwset) {
      const why = shortage(frame, { namespace, collection: collectionName }, others);
      if (why === undefined) continue;
      throw new Error(
        `failed to distribute private collection, txID ${txId}, channel ${channel.id}: could not build private ` +
          `data dissemination plan for chaincode ${namespace} and collection ${collectionName}: ${why}`,
      );
    }
  }
  const { height } = channel.ledger;
  await channel.transient?.keep({ txId, height, endorser: mspId, results });
}

/** Why there are too few other peers for a collection; undefined when there are enough. */
function shortage(
  { channel, simulation: { view } }: Frame,
  { namespace, collection }: CollectionName,
  others: readonly Uint8Array[],
): string | undefined {
  const config = collectionConfig(view, namespace, collection);
  if (config === undefined) return undefined;
  const { requiredPeerCount, memberOrgsPolicy } = config;
  const eligible = eligibleAmong(others, channel, memberOrgsPolicy?.identities ?? []);
  if (eligible >= requiredPeerCount) return undefined;
  return `required to disseminate to at least ${requiredPeerCount} peers, but know of only ${eligible} eligible peers`;
}

type Principals = Parameters<Channel['bundle']['msps']['satisfies']>[1][];

function eligibleAmong(
  others: readonly Uint8Array[],
  { bundle: { msps } }: Channel,
  members: Principals,
): number {
  return others.filter((other) => {
    const identity = msps.identity(other);
    return identity !== undefined && members.some((member) => msps.satisfies(identity, member));
  }).length;
}
