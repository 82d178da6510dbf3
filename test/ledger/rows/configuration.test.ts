import { beforeAll, beforeEach, expect, test } from '@jest/globals';
import { TestChannel, memberGroup } from '../../support/channel.js';
import {
  addGroup,
  configure,
  currentConfiguration,
  groupAt,
  putGroup,
} from '../../support/configurations.js';
import { TestOrganisation } from '../../support/organisation.js';
import { Stage } from '../../support/stage.js';

let channel: TestChannel;
let stage: Stage;
let newcomer: TestOrganisation;

beforeAll(() => {
  channel = new TestChannel();
  newcomer = new TestOrganisation('New');
});
beforeEach(async () => {
  stage = await Stage.open(channel);
});

const addsNewcomer = (root: Parameters<typeof groupAt>[0]): void =>
  addGroup(groupAt(root, 'Application'), 'New', memberGroup(newcomer));
const memberNames = (): string[] =>
  groupAt(currentConfiguration(stage).channelGroup, 'Application').groups.map(({ key }) => key);
/** A transaction that only counts where the newcomer is a member. */
const byNewcomer = (): Buffer =>
  stage.put('a', '1', { creator: newcomer.client, by: channel.members });

test('row 67: CONFIG with wrong sequence', async () => {
  for (const sequence of [0n, 2n]) {
    const wrong = configure(stage, { change: addsNewcomer, sequence });
    await expect(stage.commit(wrong)).rejects.toMatchObject({ name: 'BlockRejected' });
  }
  expect(stage.ledger.height).toBe(3n);
  expect(await stage.commit(configure(stage, { change: addsNewcomer, sequence: 1n }))).toEqual([0]);
  expect(await stage.commit(byNewcomer())).toEqual([0]);
});

test('row 68: CONFIG with bad creator signature', async () => {
  const signature = (good: Buffer): Buffer => Buffer.from(good).fill(0, good.length - 4);
  const bad = configure(stage, { change: addsNewcomer, signature });
  expect(await stage.commit(bad)).toEqual([4]);
  expect(currentConfiguration(stage).sequence).toBe(0n);
  expect(memberNames()).toEqual(['O1', 'O2', 'O3']);
  expect(await stage.commit(byNewcomer())).toEqual([4]);
});

test('row 69: config update adds org without parent bump', async () => {
  const orphan = memberGroup(newcomer);
  const change = (root: Parameters<typeof groupAt>[0]): void =>
    putGroup(groupAt(root, 'Application'), 'New', orphan);
  const contains = configure(stage, { change });
  await expect(stage.commit(contains)).rejects.toMatchObject({ name: 'BlockRejected' });
  const lacks = configure(stage, {
    change,
    supplied: (root) => groupAt(root, 'Application').groups.pop(),
  });
  expect(await stage.commit(lacks)).toEqual([0]);
  expect(currentConfiguration(stage).sequence).toBe(1n);
  expect(memberNames()).toEqual(['O1', 'O2', 'O3']);
  expect(await stage.commit(byNewcomer())).toEqual([4]);
});
