import { isDeepStrictEqual } from 'node:util';
import { expect, test } from '@jest/globals';
import { committedBlock, readCommittedBlock } from '@argosy/ledger/committed-block';
import { openTransactions } from '@argosy/ledger/validator';
import { Block } from '@argosy/protocol/messages/common';
import { decode } from '@argosy/protocol/wire';
import { recordedBlocks } from '../support/recorded.js';

test.each(['a-raft-mixed', 'c-keylevel-private', 'f-config'] as const)(
  'a block of %s reads the same from its bytes and from its opened transactions',
  (name) => {
    let transactions = 0;
    for (const bytes of recordedBlocks(name)) {
      const block = decode(Block, bytes);
      const opened = openTransactions(block.data?.data ?? []);
      const [fromBytes, fromOpened] = [
        readCommittedBlock(bytes),
        committedBlock(bytes, block, opened),
      ];
      if (!isDeepStrictEqual(fromOpened, fromBytes)) expect(fromOpened).toEqual(fromBytes);
      transactions += fromBytes.transactions.length;
    }
    expect(transactions).toBeGreaterThan(600);
  },
);
