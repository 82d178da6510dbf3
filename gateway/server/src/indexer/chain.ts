import { blockSignatures } from '@argosy/protocol/block-signature';
import { dataHash, headerHash, headerOf, type BlockMessage } from '@argosy/protocol/block';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { Block } from '@argosy/protocol/messages/common';
import { SignatureChecks } from '@argosy/protocol/signature-checks';
import { decode } from '@argosy/protocol/wire';

/** A block does not follow from what is known. The indexer stops: going on would index somebody's invention. */
export class BlockRefused extends Error {
  constructor(number: bigint, reason: string) {
    super(`Block ${number} is refused: ${reason.replace(/\.$/, '')}.`);
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

  /** Verify that this is the next block. Refuses: BlockRefused, with the reason. */
  verify(block: BlockMessage): string {
    const header = headerOf(block);
    const { number } = header;
    if (number !== this.next) throw new BlockRefused(number, `block ${this.next} is expected`);
    const previous = Buffer.from(header.previousHash).toString('hex');
    if (previous !== (this.#position?.blockHash ?? '')) {
      throw new BlockRefused(
        number,
        `it follows ${previous || 'nothing'}, not the block before it`,
      );
    }
    if (!dataHash(block.data?.data ?? []).equals(header.dataHash)) {
      throw new BlockRefused(number, 'its data does not have the hash that its header states');
    }
    const hash = headerHash(header).toString('hex');
    if (this.#position === undefined) this.#verifyGenesis(number, hash);
    else this.#verifySignatures(number, block);
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
  #verifyGenesis(number: bigint, hash: string): void {
    if (hash === this.genesis.hash) return;
    throw new BlockRefused(
      number,
      `its hash is ${hash}, the genesis block's is ${this.genesis.hash}`,
    );
  }

  #verifySignatures(number: bigint, block: BlockMessage): void {
    const signatures = blockSignatures(block, this.#bundle.consenters);
    const result = this.#bundle.policies.evaluate('/Channel/Orderer/BlockValidation', signatures);
    if (!result.satisfied) {
      throw new BlockRefused(number, `the orderers' signatures do not suffice (${result.reason})`);
    }
  }
}
