import { transactionId } from '@argosy/protocol/proposal';
import { randomBytes } from 'node:crypto';
import { craft, type Crafted } from '../../../support/craft.js';
import { readWriteSet, type Drafts } from '../../../support/read-write-sets.js';
import type { Transaction } from './endorsing.js';
import type { Member, Scene } from './scene.js';

/** What is to be crafted otherwise than two honest members would. */
export interface Draft extends Partial<Omit<Crafted, 'nonce'>> {
  readonly by?: readonly Member[];
}

/**
 * A transaction over a read-write set that no chaincode made: whoever holds the keys of enough endorsers can write one, and peers
 * judge it by its signatures alone.
 */
export function crafted(
  scene: Scene,
  drafts: Drafts | readonly (readonly [string, Drafts[string]])[],
  { by = [scene.o1, scene.o2], ...draft }: Draft = {},
): Transaction {
  const creator = draft.creator ?? scene.o1.client;
  const nonce = randomBytes(24);
  const envelope = craft({
    channelId: scene.channelId,
    chaincode: scene.chaincode,
    endorsers: by.map(({ endorser }) => endorser),
    results: readWriteSet(drafts),
    ...draft,
    creator,
    nonce,
  });
  return { envelope, transactionId: draft.txId ?? transactionId(nonce, creator.creator) };
}
