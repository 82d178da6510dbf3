import { beforeAll, describe, expect, test } from '@jest/globals';
import { ChaincodeData } from '@argosy/protocol/messages/lifecycle';
import { encode } from '@argosy/protocol/wire';
import { collectionPackage, ownPolicy } from '../../support/chaincode-definition.js';
import { any, member, policyOf } from '../../support/policies.js';
import { Stage } from '../../support/stage.js';
import type { Otherwise } from '../../support/stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});

const calling = (chaincode: string, otherwise: Otherwise = {}): Buffer =>
  stage.transaction({ [chaincode]: { writes: [['a', '1']] } }, { chaincode, ...otherwise });
const garbage = Buffer.of(0xff);

describe('the older life cycle', () => {
  const stored = (fields: Parameters<typeof encode<{ vscc: string; policy: Uint8Array }>>[1]) =>
    encode(ChaincodeData, { name: 'old', version: '1', ...fields });
  const onlyO2 = (): Buffer => policyOf(any(member(stage.o2)));

  beforeAll(async () => {
    await stage.settle(stage.definition('lscc'));
    const definitions = {
      old: stored({ vscc: 'vscc', policy: onlyO2() }),
      'old-without-plugin': stored({ policy: onlyO2() }),
      'old-without-policy': stored({ vscc: 'vscc' }),
      'old-garbage': garbage,
      'old~collection': collectionPackage({
        name: 'listed',
        members: stage.channel.members,
        endorsementPolicy: ownPolicy(policyOf(any(member(stage.o1)))),
      }),
      'in-both': stored({ vscc: 'vscc', policy: onlyO2() }),
    };
    await stage.settle(
      stage.transaction({ lscc: { writes: Object.entries(definitions) } }, { chaincode: 'lscc' }),
    );
    await stage.settle(stage.definition('in-both'));
  });

  test('is asked where the newer one knows no chaincode of the name', async () => {
    const codes = await stage.commit(
      calling('old'),
      calling('old', { by: [stage.o1, stage.o3] }),
      calling('in-both', { by: [stage.o1, stage.o3] }),
      calling('in-both', { by: [stage.o2] }),
      calling('old-without-plugin'),
      calling('old-without-policy'),
      calling('unknown'),
    );
    expect(codes).toEqual([0, 10, 0, 10, 25, 25, 25]);
  });

  test('refuses the block where the definition cannot be read', async () => {
    await expect(stage.commit(calling('old-garbage'))).rejects.toMatchObject({
      name: 'BlockRejected',
    });
  });

  test('has collections, but the policy of the chaincode decides on them', async () => {
    const on = (collection: string, by: Stage['o1']) =>
      stage.transaction(
        { old: { collections: { [collection]: { writes: [['k', 'v']] } } } },
        { chaincode: 'old', by: [by] },
      );
    expect(await stage.commit(on('listed', stage.o1), on('listed', stage.o2))).toEqual([10, 0]);
    expect(
      await stage.commit(on('unlisted', stage.o2), on('_implicit_org_O1MSP', stage.o2)),
    ).toEqual([10, 10]);
  });
});
