import { Block, ChannelHeader, Envelope, Payload } from '@argosy/protocol/messages/common';
import { decode, type Decoded } from '@argosy/protocol/wire';
import {
  deliver,
  newest,
  oldest,
  seekEnvelope,
} from '../../../../network/devnet/test-support/orderer-calls.js';
import type { TestClient } from '../../../../network/devnet/test-support/test-client.js';
import { bytes, message as schema, uint64 } from '@argosy/protocol/wire/schema';
import { askPeer } from './calls.js';

/** The transactions of a block that a peer has stored: id, type and flag of each. */
export interface StoredBlock {
  readonly block: Decoded<typeof Block>;
  readonly transactions: readonly {
    readonly txId: string;
    readonly type: number;
    readonly code: number;
  }[];
}

const TRANSACTIONS_FILTER = 2;

const BlockchainInfo = schema('common.BlockchainInfo', {
  height: uint64(1),
  currentBlockHash: bytes(2),
  previousBlockHash: bytes(3),
});

/** A block by its number, as the client's peer stored it. Fails when the peer does not have it. */
export async function blockOf(
  client: TestClient,
  number: bigint,
  channel = 'main',
): Promise<StoredBlock> {
  const { status, message, payload } = await askPeer(
    client,
    'qscc',
    ['GetBlockByNumber', channel, `${number}`],
    channel,
  );
  if (status !== 200) throw new Error(message);
  const block = decode(Block, payload);
  const filter = block.metadata?.metadata[TRANSACTIONS_FILTER];
  const transactions = (block.data?.data ?? []).map((entry, index) => {
    const { header } = decode(Payload, decode(Envelope, entry).payload);
    const { txId, type } = decode(ChannelHeader, header!.channelHeader);
    return { txId, type, code: filter?.[index] ?? -1 };
  });
  return { block, transactions };
}

/** How many blocks the client's peer has of a channel. */
export async function heightOf(client: TestClient, channel = 'main'): Promise<bigint> {
  const { status, message, payload } = await askPeer(
    client,
    'qscc',
    ['GetChainInfo', channel],
    channel,
  );
  if (status !== 200) throw new Error(message);
  return decode(BlockchainInfo, payload).height;
}

export type BlockMessage = Decoded<typeof Block>;

/** Every block of a channel as an orderer delivers it, or a peer by its path. */
export async function blocksOf(
  client: TestClient,
  channelId: string,
  path?: string,
): Promise<BlockMessage[]> {
  const seek = seekEnvelope(client.signer, { start: oldest, stop: newest }, { channelId });
  const answers = await deliver(client, seek, path);
  const { status } = answers.at(-1) ?? {};
  if (status !== 200) throw new Error(`blocks of ${channelId} are not delivered: ${status}`);
  return answers.flatMap(({ block }) => (block === undefined ? [] : [block]));
}
