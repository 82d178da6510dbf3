import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CONFIG_KEY, CONFIG_NAMESPACE } from '@argosy/ledger/update-batch';
import { sha256 } from '@argosy/protocol/crypto';
import { Block, Envelope, Payload } from '@argosy/protocol/messages/common';
import { ConsensusType } from '@argosy/protocol/messages/configuration';
import type { ConfigGroupNode } from '@argosy/protocol/messages/configuration';
import { implicitMeta } from '@argosy/protocol/policy-build';
import { decode, encode } from '@argosy/protocol/wire';
import { revocationList } from '../../support/certificates.js';
import { TestChannel, memberGroup } from '../../support/channel.js';
import {
  addGroup,
  configure,
  currentConfiguration,
  groupAt,
  setPolicy,
  setValue,
} from '../../support/configurations.js';
import { TestOrganisation, signerOf } from '../../support/organisation.js';
import { Stage } from '../../support/stage.js';

let channel: TestChannel;
let stage: Stage;

beforeAll(() => {
  channel = new TestChannel();
});
beforeEach(async () => {
  stage = await Stage.open(channel);
});

/** Asks for the endorsement of all members. */
const stricter = (root: ConfigGroupNode): void =>
  setPolicy(groupAt(root, 'Application'), 'Endorsement', implicitMeta('all', 'Endorsement'));
describe('a configuration that is taken', () => {
  test('counts from the next block on, and not for those beside it', async () => {
    const put = () => stage.put('a', '1');
    expect(await stage.commit(configure(stage, { change: stricter }), put())).toEqual([0, 0]);
    expect(await stage.commit(put(), stage.put('a', '1', { by: channel.members }))).toEqual([
      10, 0,
    ]);
  });

  test('stands in the state with the version of its transaction, and not in the commit hash', async () => {
    const before = stage.last.commitHash;
    const entry = configure(stage, { change: stricter });
    await stage.settle(entry);
    const stored = stage.entry(CONFIG_NAMESPACE, CONFIG_KEY);
    expect(Buffer.from(stored!.value)).toEqual(
      decode(Payload, decode(Envelope, entry).payload).data,
    );
    expect(stored!.version).toEqual({ blockNum: 3n, txNum: 0n });
    expect(stage.last.commitHash).toEqual(sha256(Buffer.of(1, 0), before));
    const data = decode(Block, stage.last.bytes).data?.data;
    expect(data?.[0]).toEqual(entry);
  });

  test('may be sent by any member, whoever signed the update in it', async () => {
    const bySomebody = configure(stage, { change: stricter, creator: stage.o3.client });
    expect(await stage.commit(bySomebody)).toEqual([0]);
    const again = configure(stage, {
      change: stricter,
      creator: new TestOrganisation('Ord').orderer,
    });
    expect(await stage.commit(again)).toEqual([4]);
  });

  test('takes members in and out', async () => {
    const newcomer = new TestOrganisation('New');
    const add = (root: ConfigGroupNode): void =>
      addGroup(groupAt(root, 'Application'), 'New', memberGroup(newcomer));
    const by = [...channel.members, newcomer];
    const put = () => stage.put('a', '1', { creator: newcomer.client, by });
    expect(await stage.commit(configure(stage, { change: add }), put())).toEqual([0, 4]);
    expect(await stage.commit(put())).toEqual([0]);
    const own = {
      cc: { collections: { _implicit_org_NewMSP: { writes: [['k', 'v']] } } },
    } as const;
    expect(await stage.commit(stage.transaction(own, { by: [newcomer] }))).toEqual([0]);
    const remove = (root: ConfigGroupNode): void => {
      const application = groupAt(root, 'Application');
      application.groups.pop();
      application.version++;
    };
    await stage.settle(configure(stage, { change: remove }));
    expect(await stage.commit(put(), stage.transaction(own, { by }))).toEqual([4, 10]);
  });

  test('can revoke a certificate', async () => {
    const { o1 } = stage;
    const lost = o1.certified({ units: ['client'] });
    const put = () => stage.put('a', '1', { creator: signerOf(o1.mspId, lost) });
    const list = revocationList(o1.issuer, [lost]);
    const change = (root: ConfigGroupNode): void =>
      setValue(
        groupAt(root, 'Application', 'O1'),
        'MSP',
        o1.mspValue((plain) => ({ ...plain, revocationList: [Buffer.from(list)] })),
      );
    expect(await stage.commit(configure(stage, { change }), put())).toEqual([0, 0]);
    expect(await stage.commit(put())).toEqual([4]);
  });

  test('may change the kind of ordering', async () => {
    const change = (root: ConfigGroupNode): void =>
      setValue(groupAt(root, 'Orderer'), 'ConsensusType', encode(ConsensusType, { type: 'BFT' }));
    expect(await stage.commit(configure(stage, { change }))).toEqual([0]);
  });
});

describe('a configuration transaction', () => {
  test('without content is invalid', async () => {
    const empty = configure(stage, { change: stricter, data: () => Buffer.of() });
    expect(await stage.commit(empty)).toEqual([6]);
    expect(currentConfiguration(stage).sequence).toBe(0n);
  });

  test('spends the id that its nonce and creator give, for later blocks', async () => {
    const creator = channel.consenters[0]!;
    const nonce = Buffer.alloc(24, 5);
    const same = () => stage.put('a', '1', { creator, nonce });
    await stage.settle(configure(stage, { change: stricter, creator, nonce }));
    expect(await stage.commit(same())).toEqual([9]);
  });

  test('does not spend it within its block', async () => {
    const creator = channel.consenters[0]!;
    const nonce = Buffer.alloc(24, 5);
    const same = () => stage.put('a', '1', { creator, nonce });
    const update = configure(stage, { change: stricter, creator, nonce });
    expect(await stage.commit(update, same(), same())).toEqual([0, 0, 9]);
  });
});
