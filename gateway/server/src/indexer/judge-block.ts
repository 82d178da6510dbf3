import { reasonOf } from '@argosy/protocol/reason';
import { Block } from '@argosy/protocol/messages/common';
import { decode } from '@argosy/protocol/wire';
import { BlockRefused, type ChainFollower, type ChainPosition } from './chain.js';
import type { Guards } from './ledger-guards.js';
import { projectionOf, type Projection } from './projection.js';
import { readBlock } from './read-block.js';

/** A block that may be stored. */
export interface Judged {
  readonly position: ChainPosition;
  readonly projection: Projection;
  readonly isConfiguration: boolean;
  /** Who has ever guarded for whom, after the block. */
  readonly guards: Guards;
  /** Move the follower on, once the block's effects are stored. */
  readonly advance: () => void;
}

interface Judging {
  readonly follower: ChainFollower;
  readonly chaincode: string;
  readonly guards: Guards;
}

/** Verify and read the next block. Nothing but blocks takes part, so that what fails here fails each time: it is
 *  refused, not tried again. Refuses: BlockRefused. */
export function judgeBlock(bytes: Uint8Array, { follower, chaincode, guards }: Judging): Judged {
  try {
    const message = decode(Block, bytes);
    const blockHash = follower.verify(message);
    const block = readBlock(bytes, chaincode);
    const { isConfiguration } = block;
    const position: ChainPosition = {
      block: follower.next,
      blockHash,
      configuration: isConfiguration ? bytes : (follower.position?.configuration ?? bytes),
    };
    const projected = projectionOf(block, guards);
    return { position, ...projected, isConfiguration, advance: follower.prepare(position) };
  } catch (error) {
    if (error instanceof BlockRefused) throw error;
    throw new BlockRefused(follower.next, reasonOf(error));
  }
}
