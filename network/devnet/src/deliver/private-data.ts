import type { Identity } from '@argosy/protocol/msp';
import { satisfiesSignaturePolicy } from '@argosy/protocol/signature-policy';
import { collectionConfig, type CollectionConfig } from '@argosy/ledger/collections';
import { fieldKey, LIFECYCLE, metadataKey } from '@argosy/ledger/definitions';
import { CollectionsAt } from '@argosy/ledger/private-data/collections-at';
import type { PrivateSet } from '@argosy/ledger/private-data/private-set';
import type { StateEntry, StateView } from '@argosy/ledger/state';
import type { Channel } from '../channel.js';

/** Who asks for private data, and whose peer is asked. */
export interface Asking {
  readonly mspId: string;
  readonly reader: Identity | undefined;
}

const DEFINITION_FIELDS = ['Sequence', 'EndorsementInfo', 'ValidationInfo', 'Collections'] as const;

/**
 * The private data of each transaction of a block that a peer of the organisation has and that the reader may see: everything
 * of a collection whose definition leaves reading to whoever is on the channel, otherwise only what is his organisation's.
 */
export async function privateDataOf(
  channel: Channel,
  block: bigint,
  asking: Asking,
): Promise<Map<number, PrivateSet[]>> {
  const definitions = new Map<string, Pick<StateView, 'get'>>();
  const found = new Map<number, PrivateSet[]>();
  const count = channel.ledger.summary(block).transactions.length;
  for (let index = 0; index < count; index++) {
    for await (const set of channel.ledger.privateData(block, index)) {
      const before =
        definitions.get(set.chaincode) ?? (await definitionBelow(channel, set.chaincode, block));
      definitions.set(set.chaincode, before);
      if (isVisible(channel, set, before, asking))
        found.set(index, [...(found.get(index) ?? []), set]);
    }
  }
  return found;
}

function isVisible(
  channel: Channel,
  { chaincode, collection }: PrivateSet,
  definition: Pick<StateView, 'get'>,
  { mspId, reader }: Asking,
): boolean {
  if (!new CollectionsAt(definition).isMember(mspId, chaincode, collection)) return false;
  const config = collectionConfig(definition, chaincode, collection);
  return config !== undefined && mayRead(channel, config, reader);
}

function mayRead(
  { bundle }: Channel,
  { memberOnlyRead, memberOrgsPolicy }: CollectionConfig,
  reader: Identity | undefined,
): boolean {
  if (!memberOnlyRead) return true;
  if (reader === undefined || memberOrgsPolicy === undefined) return false;
  return satisfiesSignaturePolicy(memberOrgsPolicy, [reader], bundle.msps);
}

/** A chaincode's definition as it was before a block: the state that its collections are read from. */
async function definitionBelow(
  channel: Channel,
  chaincode: string,
  block: bigint,
): Promise<Pick<StateView, 'get'>> {
  const keys = [
    metadataKey(chaincode),
    ...DEFINITION_FIELDS.map((field) => fieldKey(chaincode, field)),
  ];
  const entries = new Map<string, StateEntry>();
  for (const key of keys) {
    const entry = await entryBelow(channel, key, block);
    if (entry !== undefined) entries.set(key, entry);
  }
  return { get: (space, key) => (space === LIFECYCLE ? entries.get(key) : undefined) };
}

async function entryBelow(
  channel: Channel,
  key: string,
  block: bigint,
): Promise<StateEntry | undefined> {
  for await (const { txId, value, isDelete } of channel.history(LIFECYCLE, key)) {
    const { blockNumber, index } = channel.ledger.transaction(txId) ?? {
      blockNumber: block,
      index: 0,
    };
    if (blockNumber >= block) continue;
    const version = { blockNum: blockNumber, txNum: BigInt(index) };
    return isDelete ? undefined : { value, version, metadata: [] };
  }
  return undefined;
}
