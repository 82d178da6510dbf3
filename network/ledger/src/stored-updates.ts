import { Block, Envelope, Payload, headerType } from '@argosy/protocol/messages/common';
import { validationCode } from '@argosy/protocol/validation-code';
import { decode } from '@argosy/protocol/wire';
import type { CommittedBlock } from './committed-block.js';
import type { StateView } from './state.js';
import { CONFIG_KEY, CONFIG_NAMESPACE, UpdateBatch } from './update-batch.js';

/** What a stored block changes if its flags are taken as they are: it was judged before it was stored. */
export function storedUpdates(committed: CommittedBlock, state: StateView): UpdateBatch {
  const batch = new UpdateBatch(state);
  for (const { code, type, namespaces, index } of committed.transactions) {
    if (code !== validationCode.VALID) continue;
    const version = { blockNum: committed.number, txNum: BigInt(index) };
    if (type === headerType.config) {
      const value = configurationIn(committed, index);
      batch.put(CONFIG_NAMESPACE, CONFIG_KEY, { value, metadata: [], version }, version);
    } else batch.add(namespaces, version);
  }
  return batch;
}

/** The bytes of `common.ConfigEnvelope` that a configuration transaction carries. */
function configurationIn({ bytes }: CommittedBlock, index: number): Uint8Array {
  const entry = decode(Block, bytes).data?.data[index] ?? new Uint8Array(0);
  return decode(Payload, decode(Envelope, entry).payload).data;
}
