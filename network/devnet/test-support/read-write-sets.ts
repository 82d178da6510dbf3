import { Block, Envelope, Payload } from '@argosy/protocol/messages/common';
import {
  ChaincodeAction,
  ChaincodeActionPayload,
  ProposalResponsePayload,
  Transaction,
} from '@argosy/protocol/messages/proposal';
import { KVRWSet, TxReadWriteSet } from '@argosy/protocol/messages/rwset';
import { decode, type Decoded } from '@argosy/protocol/wire';

/** The read-write sets of a block's first transaction, by namespace. */
export function readWriteSets(block: Uint8Array): Record<string, Decoded<typeof KVRWSet>> {
  const envelope = decode(Envelope, decode(Block, block).data!.data[0]!);
  const { actions } = decode(Transaction, decode(Payload, envelope.payload).data);
  const { action } = decode(ChaincodeActionPayload, actions[0]!.payload);
  const { extension } = decode(ProposalResponsePayload, action!.proposalResponsePayload);
  const { nsRwset } = decode(TxReadWriteSet, decode(ChaincodeAction, extension).results);
  return Object.fromEntries(
    nsRwset.map(({ namespace, rwset }) => [namespace, decode(KVRWSet, rwset)]),
  );
}
