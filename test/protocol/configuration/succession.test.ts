import { describe, expect, test } from '@jest/globals';
import { group } from '@argosy/protocol/config-group';
import { ConsensusType } from '@argosy/protocol/messages/configuration';
import { encode } from '@argosy/protocol/wire';
import { memberGroup } from '../../support/channel.js';
import { TestOrganisation } from '../../support/organisation.js';
import { bundleOf } from '../../support/updates.js';
import {
  base,
  CHANNEL,
  ORDERER,
  APPLICATION,
  O1,
  ORD,
  value,
  without,
  put,
  all,
  channelAt,
  addresses,
  batch,
  o1,
} from '../../support/changes.js';
import type { Change } from '../../support/changes.js';

describe('a configuration that follows another', () => {
  const stranger = new TestOrganisation('Stranger');
  const consensus = (type: string): Change =>
    value(ORDERER, 'ConsensusType', encode(ConsensusType, { type }));
  const old = all(
    channelAt('V1_3'),
    value(CHANNEL, 'OrdererAddresses', addresses('o:1')),
    without(ORD, 'values', 'Endpoints'),
  );
  const same: Change = (tree) => tree;
  const consortium = (organisation: TestOrganisation): Change =>
    put(
      CHANNEL,
      'Consortiums',
      group({
        groups: {
          c: group({ groups: { X: memberGroup(organisation) }, values: {}, policies: {} }),
        },
        values: {},
        policies: {},
      }),
    );

  test.each<[string, Change, Change, RegExp | undefined]>([
    ['is the same', same, same, undefined],
    ['orders otherwise', same, consensus('BFT'), undefined],
    [
      'orders otherwise below V1_4_2',
      old,
      consensus('BFT'),
      /ConsensusType: .* from etcdraft to BFT/,
    ],
    ['orders likewise below V1_4_2', old, batch(1, 1, 1), undefined],
    [
      'gives a member another MSP id',
      same,
      value(O1, 'MSP', stranger.mspValue()),
      /O1\/MSP: .* O1MSP cannot become StrangerMSP/,
    ],
    [
      'gives an orderer another MSP id',
      same,
      value(ORD, 'MSP', stranger.mspValue()),
      /Ord\/MSP: .* OrdMSP cannot become StrangerMSP/,
    ],
    [
      'renews a member’s authorities',
      same,
      value(
        O1,
        'MSP',
        o1.mspValue((msp) => ({ ...msp, tlsRootCerts: msp.rootCerts })),
      ),
      undefined,
    ],
    ['lacks a member', same, without(APPLICATION, 'groups', o1.name), undefined],
    ['has consortiums as before', consortium(stranger), same, undefined],
    ['gains consortiums', same, consortium(stranger), /Consortiums: .* gain or lose/],
    [
      'loses consortiums',
      consortium(stranger),
      without(CHANNEL, 'groups', 'Consortiums'),
      /Consortiums: .* gain or lose/,
    ],
    [
      'gives one of a consortium another MSP id',
      consortium(stranger),
      consortium(o1),
      /X\/MSP: .* StrangerMSP cannot become O1MSP/,
    ],
  ])('%s', (_, before, change, expected) => {
    const current = before(base);
    const follow = (): void => {
      bundleOf(current).requireFollows(bundleOf(change(current)));
    };
    if (expected === undefined) expect(follow).not.toThrow();
    else expect(follow).toThrow(expected);
  });
});
