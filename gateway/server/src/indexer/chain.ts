import { requireSuccessor } from '@argosy/ledger/successor';
import { BlockRejected } from '@argosy/ledger/verdict';
import { dataHash, headerHash, headerOf, type BlockMessage } from '@argosy/protocol/block';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { Block } from '@argosy/protocol/messages/common';
import { SignatureChecks } from '@argosy/protocol/signature-checks';
import { decode } from '@argosy/protocol/wire';

/** A block does not follow from what is known. The indexer stops: going on would index somebody's invention. */
export class BlockRefused extends Error {
  constructor(number: bigint, reason: string) {
    super(`What came as block ${number} is refused: ${reason.replace(/\.$/, '')}.`);
    this.name = 'BlockRefused';
  }
}

/** The last verified block, and the configuration that the next one is judged by. */
export interface ChainPosition {
  readonly block: bigint;
  readonly blockHash: string;
  readonly configuration: Uint8Array;
}

/** A channel as its genesis block defines it. */
export interface Genesis {
  readonly channel: string;
  readonly hash: string;
  readonly bytes: Uint8Array;
  /** Remembers which signatures hold. The members that one process serves read the same blocks, and share it:
   *  whether a signature holds depends on nothing of theirs. */
  readonly checks: SignatureChecks;
}

export function genesisOf(bytes: Uint8Array): Genesis {
  const { channelId } = ChannelBundle.fromBlock(bytes);
  const hash = headerHash(headerOf(decode(Block, bytes))).toString('hex');
  return { channel: channelId, hash, bytes, checks: new SignatureChecks() };
}

/** Follows one channel block by block, and vouches for each: its number, its link to the block before, the hash of
 *  its data, and the signatures of a quorum of the orderers by the configuration in force. The flags that say which
 *  transactions are valid are the peer's own word; no orderer signs them. */
export class ChainFollower {
  #position: ChainPosition | undefined;
  #bundle: ChannelBundle;

  constructor(
    private readonly genesis: Genesis,
    position: ChainPosition | undefined,
  ) {
    this.#position = position;
    this.#bundle = ChannelBundle.fromBlock(
      position?.configuration ?? genesis.bytes,
      genesis.checks,
    );
  }

  get next(): bigint {
    return this.#position === undefined ? 0n : this.#position.block + 1n;
  }

  get position(): ChainPosition | undefined {
    return this.#position;
  }

  /** Verify that this is the next block and answer its hash. Refuses: BlockRefused, with the reason. */
  verify(block: BlockMessage): string {
    const hash = headerHash(headerOf(block)).toString('hex');
    if (this.#position === undefined) this.#verifyGenesis(block, hash);
    else this.#verifySuccessor(block, this.#position);
    return hash;
  }

  /** Prepare to move on: a configuration that nobody can read has to be found before anything is stored. */
  prepare(position: ChainPosition): () => void {
    const isUnchanged = position.configuration === this.#position?.configuration;
    const bundle = isUnchanged
      ? this.#bundle
      : ChannelBundle.fromBlock(position.configuration, this.genesis.checks);
    return () => {
      this.#bundle = bundle;
      this.#position = position;
    };
  }

  // The first block bears no signatures; it is known by its hash.
  #verifyGenesis(block: BlockMessage, hash: string): void {
    if (hash !== this.genesis.hash) {
      throw new BlockRefused(
        0n,
        `its hash is ${hash}, the genesis block's is ${this.genesis.hash}`,
      );
    }
    if (!dataHash(block.data?.data ?? []).equals(headerOf(block).dataHash)) {
      throw new BlockRefused(0n, 'the data hash is not that of its transactions');
    }
  }

  #verifySuccessor(block: BlockMessage, { blockHash }: ChainPosition): void {
    try {
      requireSuccessor(block, {
        bundle: this.#bundle,
        height: this.next,
        lastHeaderHash: Buffer.from(blockHash, 'hex'),
      });
    } catch (error) {
      if (error instanceof BlockRejected) throw new BlockRefused(this.next, error.message);
      throw error;
    }
  }
}
