import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { LIFECYCLE } from '@argosy/ledger/definitions';
import { clearSpace, hashedSpace } from '@argosy/ledger/spaces';
import { CONFIG_KEY, CONFIG_NAMESPACE } from '@argosy/ledger/update-batch';
import { openTransactions, validateBlock } from '@argosy/ledger/validator';
import type { ValidationContext } from '@argosy/ledger/validator';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { SignatureChecks } from '@argosy/protocol/signature-checks';
import { collectionPackage, ownPolicy } from '../support/chaincode-definition.js';
import { TestChannel, memberGroup } from '../support/channel.js';
import { addGroup, configure, groupAt } from '../support/configurations.js';
import { TestOrganisation } from '../support/organisation.js';
import { all, member, policyOf } from '../support/policies.js';
import { hash } from '../support/read-write-sets.js';
import { Stage } from '../support/stage.js';

/** What this node does where Fabric leaves it open: with a block that no honest network makes. */
let channel: TestChannel;
let stage: Stage;

beforeAll(() => {
  channel = new TestChannel();
});
beforeEach(async () => {
  const collections = collectionPackage({ name: 'secret', members: channel.members });
  stage = await Stage.open(channel, { collections });
});

/** Judge entries as a block without committing it. */
async function judge(...entries: readonly Uint8Array[]) {
  return judgeWith((txId) => stage.ledger.transaction(txId), entries);
}
async function judgeWith(
  transaction: ValidationContext['transaction'],
  entries: readonly Uint8Array[],
) {
  const state = stage.ledger.snapshot();
  try {
    const context = {
      bundle: ChannelBundle.fromBlock(channel.genesisBlock),
      checks: new SignatureChecks(),
      state,
      transaction,
    };
    return await validateBlock(stage.ledger.height, openTransactions(entries), context);
  } finally {
    state.release();
  }
}
const codes = async (...entries: readonly Uint8Array[]) =>
  (await judge(...entries)).verdicts.map(({ code }) => code);

test('a block without transactions changes nothing', async () => {
  const { verdicts, batch, configuration } = await judge();
  expect(verdicts).toEqual([]);
  expect(batch.hashedBytes()).toHaveLength(0);
  expect(configuration).toBeUndefined();
});

test.each(['other', ''])(
  'a transaction for channel "%s" is nobody\'s of this one',
  async (channelId) => {
    expect(await codes(stage.put('a', '1', { channelId }), stage.put('a', '1'))).toEqual([4, 0]);
  },
);

describe('the name of a part that holds private data', () => {
  const spaces = [hashedSpace('cc', 'secret'), clearSpace('cc', 'secret')];
  const key = hash('k').toString('hex');

  test('is no chaincode, even where one is defined under it', async () => {
    await stage.settle(
      stage.transaction({ cc: { collections: { secret: { writes: [['k', 'v']] } } } }),
    );
    for (const space of spaces) {
      await stage.settle(stage.definition(space));
      const write = { [space]: { writes: [[key, '1']] } } as const;
      const set = stage.transaction({ cc: {}, ...write }, { by: channel.members });
      const call = stage.transaction({}, { chaincode: space, by: channel.members });
      expect(await stage.commit(set, call)).toEqual([25, 25]);
    }
    expect(stage.at(key, hashedSpace('cc', 'secret'))).toEqual([3, 0]);
  });

  test('holds nothing for who reads it as a namespace', async () => {
    await stage.settle(
      stage.transaction({ cc: { collections: { secret: { writes: [['k', 'v']] } } } }),
    );
    const [space = ''] = spaces;
    const sets = [
      { reads: [[key, undefined]] },
      { reads: [[key, [3, 0]]] },
      { ranges: [{ startKey: '', endKey: '', itrExhausted: true }] },
    ] as const;
    const reading = sets.map((set) => stage.transaction({ [space]: set }));
    expect(await stage.commit(...reading)).toEqual([0, 11, 0]);
  });
});

describe('a collection without a name', () => {
  test('is none', async () => {
    const write = { collections: { '': { writes: [['k', '1']] } } } as const;
    const read = { collections: { '': { reads: [['k', undefined]] } } } as const;
    const by = channel.members;
    const sets = [{ cc: write }, { cc: read }, { [LIFECYCLE]: write }];
    expect(await stage.commit(...sets.map((set) => stage.transaction(set, { by })))).toEqual([
      10, 0, 10,
    ]);
  });
});

describe('configuration transactions', () => {
  const adds =
    (name: string) =>
    (root: Parameters<typeof groupAt>[0]): void =>
      addGroup(groupAt(root, 'Application'), name, memberGroup(new TestOrganisation(name)));

  test('without a configuration are flagged, and change nothing', async () => {
    const empty = configure(stage, { change: adds('New'), data: () => Buffer.of() });
    const { verdicts, configuration, batch } = await judge(empty);
    expect(verdicts.map(({ code }) => code)).toEqual([6]);
    expect(configuration).toBeUndefined();
    expect(batch.updates().size).toBe(0);
  });

  test('that cannot be read stop the block', async () => {
    const garbage = configure(stage, { change: adds('New'), data: () => Buffer.of(0xff) });
    await expect(judge(garbage)).rejects.toMatchObject({ name: 'BlockRejected' });
  });

  test('count from the next block on: the others of theirs are judged as before', async () => {
    const newcomer = new TestOrganisation('New');
    const change = (root: Parameters<typeof groupAt>[0]): void =>
      addGroup(groupAt(root, 'Application'), 'New', memberGroup(newcomer));
    const added = configure(stage, { change });
    const byNewcomer = stage.put('a', '1', { creator: newcomer.client });
    const { verdicts, configuration, batch } = await judge(added, byNewcomer, stage.put('a', '1'));
    expect(verdicts.map(({ code }) => code)).toEqual([0, 4, 0]);
    expect(configuration?.bundle.msps.mspIds).toContain('NewMSP');
    const entry = batch.update(CONFIG_NAMESPACE, CONFIG_KEY)?.entry;
    expect(entry?.version).toEqual({ blockNum: stage.ledger.height, txNum: 0n });
    expect(entry?.value).toEqual(configuration?.envelope);
  });

  test('build on each other within a block: the second of two that follow the same one stops it', async () => {
    const [one, two] = ['One', 'Two'].map((name) => configure(stage, { change: adds(name) }));
    await expect(judge(one!, two!)).rejects.toMatchObject({ name: 'BlockRejected' });
  });

  test('are not asked whether their id is new', async () => {
    const entries = [stage.put('a', '1'), configure(stage, { change: adds('New') })];
    const everyIdIsSpent = () => ({ code: 0, blockNumber: 1n, index: 0 });
    const { verdicts } = await judgeWith(everyIdIsSpent, entries);
    expect(verdicts.map(({ code }) => code)).toEqual([9, 0]);
  });
});

describe('within a block', () => {
  test('a transaction that is refused before its endorsement is judged changes no policy', async () => {
    const metadata = [['K', {}]] as const;
    const change = stage.transaction({ cc: { metadata } });
    await stage.settle(change);
    // The id is spent: the same transaction again never comes to its endorsement.
    expect(await stage.commit(change, stage.put('K', '1'))).toEqual([9, 0]);
  });

  test('the second of two with one id changes the policy of its key all the same', async () => {
    const nonce = Buffer.alloc(24, 7);
    const first = stage.put('a', '1', { nonce });
    const second = stage.transaction({ cc: { metadata: [['K', {}]] } }, { nonce });
    expect(await stage.commit(first, second, stage.put('K', '1'))).toEqual([0, 9, 10]);
  });

  test('the invoked chaincode is judged first, and the others in the order of the set', async () => {
    const policy = ownPolicy(policyOf(all(member(stage.o3))));
    await stage.settle(stage.definition('strict', { policy }));
    const unknown = { none: { writes: [['a', '1']] } } as const;
    const strict = { strict: { writes: [['a', '1']] } } as const;
    const by = [stage.o1];
    const entries = [
      stage.transaction({ ...unknown, cc: {} }, { by }),
      stage.transaction(unknown, { by }),
      stage.transaction({ ...unknown, ...strict, cc: {} }),
      stage.transaction({ ...strict, ...unknown, cc: {} }),
    ];
    expect(await stage.commit(...entries)).toEqual([10, 10, 25, 10]);
  });
});
