import { Block, Envelope, Payload } from '@argosy/protocol/messages/common';
import { SerializedIdentity } from '@argosy/protocol/messages/msp';
import {
  ChaincodeAction,
  ChaincodeActionPayload,
  ChaincodeEvent,
  ProposalResponsePayload,
  Transaction,
} from '@argosy/protocol/messages/proposal';
import { HashedRWSet, KVRWSet, TxReadWriteSet } from '@argosy/protocol/messages/rwset';
import { decode, type Decoded } from '@argosy/protocol/wire';

export interface NamespaceSets {
  readonly public: Decoded<typeof KVRWSet>;
  readonly collections: Record<string, Decoded<typeof HashedRWSet>>;
}

/** A block's first transaction: whose endorsements it has, what it read and wrote, and its event. */
export function firstTransaction(block: Uint8Array): {
  endorsers: string[];
  namespaces: Record<string, NamespaceSets>;
  event: Decoded<typeof ChaincodeEvent> | undefined;
} {
  const envelope = decode(Envelope, decode(Block, block).data!.data[0]!);
  const { actions } = decode(Transaction, decode(Payload, envelope.payload).data);
  const { proposalResponsePayload, endorsements } = decode(
    ChaincodeActionPayload,
    actions[0]!.payload,
  ).action!;
  const { extension } = decode(ProposalResponsePayload, proposalResponsePayload);
  const { results, events } = decode(ChaincodeAction, extension);
  return {
    endorsers: endorsements.map(({ endorser }) => decode(SerializedIdentity, endorser).mspid),
    namespaces: readWriteSetsIn(results),
    event: events.length === 0 ? undefined : decode(ChaincodeEvent, events),
  };
}

/** What a simulation read and wrote, by namespace. */
export const readWriteSetsIn = (results: Uint8Array): Record<string, NamespaceSets> =>
  Object.fromEntries(
    decode(TxReadWriteSet, results).nsRwset.map(({ namespace, rwset, collectionHashedRwset }) => [
      namespace,
      {
        public: decode(KVRWSet, rwset),
        collections: Object.fromEntries(
          collectionHashedRwset.map(({ collectionName, hashedRwset }) => [
            collectionName,
            decode(HashedRWSet, hashedRwset),
          ]),
        ),
      },
    ]),
  );
